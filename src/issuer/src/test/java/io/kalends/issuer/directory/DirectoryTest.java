package io.kalends.issuer.directory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectoryTest {

  private static final String TOKEN = "u-fake-token-of-anna-0001";

  @TempDir private Path folder;

  @Test
  void aShortFileIsEnough() throws IOException {
    Directory users =
        read(
            """
            users:
              - email: Anna@Example.com
                name: Änna Example
                token: u-fake-token-of-anna-0001
            """);
    User anna = users.users().get(0);
    assertThat(anna).isEqualTo(User.of("anna@example.com", "Änna Example", TOKEN));
    assertThat(anna.status()).isEqualTo(Person.Status.ACTIVE);
    User.Token token = anna.tokens().get(0);
    assertThat(token.token()).isEqualTo(UserToken.of(TOKEN));
    assertThat(token.expires()).isEqualTo(Instant.MAX);
    assertThat(token.scopes()).isEqualTo(App.CALDAV_SCOPES);
  }

  @Test
  void everythingCanBeSaid() throws IOException {
    Directory users =
        read(
            """
            apps:
              - id: cli_one
                tenant: acme
              - {id: cli_two, tenant: acme, scopes: []}
            users:
              - email: anna@example.com
                name: Anna
                tokenSha256: "%s"
              - email: ben@example.com
                name: "7"
                app: cli_two
                token: eyJfake.token.of-ben_0002
                scopes: [calendar:calendar]
                tokenExpires: 2027-01-01T01:00:00+01:00
                departed: true
            """
                .formatted(UserToken.of(TOKEN).hash().sha256()));
    assertThat(users.users().get(0).tokens().get(0).app()).isEqualTo("cli_one");
    assertThat(users.app("cli_two").orElseThrow().scopes()).isEmpty();
    User ben = users.users().get(1);
    assertThat(ben.tenant()).isEqualTo("acme");
    assertThat(ben.status()).isEqualTo(Person.Status.RESIGNED);
    User.Token token = ben.tokens().get(0);
    assertThat(token.app()).isEqualTo("cli_two");
    assertThat(token.scopes()).containsExactly("calendar:calendar");
    assertThat(token.expires()).isEqualTo(Instant.parse("2027-01-01T00:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "user: []                                  | user: unknown",
        "users: 7                                  | users: must be a list",
        "apps: []                                  | apps: is empty",
        "[]                                        | content: must be a mapping",
        "''                                        | content: must be a mapping",
        "users: [7]                                | users[0].content: must be a mapping",
        "users: [{mail: a}]                        | users[0].mail: unknown; known here: app, depar",
        "users: [{name: A, token: T}]              | users[0].email: missing; set it",
        "users: [{email: a, name: A, token: T}]    | users[0].email: is no e-mail address",
        "users: [{email: a@b, name: A, token: T, tokenSha256: x}] | users[0].token: set either",
        "users: [{email: a@b, name: A, tokenSha256: T}] | users[0].tokenSha256: must have 64",
        "users: [{email: a@b, name: A, token: x-T}] | users[0].token: must begin with u-",
        "users: [{email: a@b, name: A, token: u-1}] | users[0].token: must begin with u-",
        "users: [{email: a@b, name: A, token: 7}]  | users[0].token: must be a text",
        "users: [{email: a@b, name: 7, token: T}]  | users[0].name: must be a text",
        "users: [{email: a@b, name: A, token: T, app: x}] | users[0].app: is none of cli_default",
        "users: [{email: a@b, name: A, token: T, departed: 'yes'}] | users[0].departed: must be true",
        "users: [{email: a@b, name: A, token: T, tokenExpires: soon}] | tokenExpires: must be a time",
        "users: [{email: a@b, name: A, token: T, scopes: a}] | users[0].scopes: must be a list",
        "users: [{email: a@b, name: A, token: T, scopes: [1]}] | scopes: must be a list of texts",
        "users: [{email: a@b, name: A, token: T, scopes: ['a b']}] | users[0].scopes: must have",
        "users: [{email: a@b, name: A, token: T, name: B}] | names a field twice",
        "users: [{email: a@b, name: A, token: T    | line",
        "apps: [{id: a, tenant: 'b c'}]            | apps[0].tenant: must have 1 to 128",
        "apps: [{id: a, tenant: b}, {id: a, tenant: c}] | apps[1].id: occurs twice",
        "users: [{email: a@b, name: A, token: T}, {email: A@B, name: C, token: u-fake-token-2-012345}]"
            + "| users[1].email: occurs twice",
        "users: [{email: a@b, name: A, token: T}, {email: c@d, name: C, token: T}]"
            + "| users[1].token: is another user's",
      })
  void everyMistakeIsNamedWithItsFixAndNoTokenIsShown(String yaml, String complaint)
      throws IOException {
    String text = yaml.replaceAll("\\bT\\b", TOKEN);
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidDirectory.class)
        .hasMessageContaining("users.yaml: ")
        .hasMessageContaining(complaint)
        .hasMessageNotContaining(TOKEN)
        .hasNoCause();
  }

  @Test
  void aFileThatIsMissingOrNoUtf8IsNamed() throws IOException {
    assertThatThrownBy(() -> Directory.read(folder.resolve("none.yaml")))
        .isInstanceOf(InvalidDirectory.class)
        .hasMessageContaining("none.yaml")
        .hasMessageContaining("does not exist");
    Path file = folder.resolve("latin.yaml");
    Files.write(file, "users: [{name: Änna}]".getBytes(ISO_8859_1));
    assertThatThrownBy(() -> Directory.read(file))
        .isInstanceOf(InvalidDirectory.class)
        .hasMessageContaining("UTF-8");
  }

  @Test
  void aTokenIsNotKept() {
    assertThat(User.of("anna@example.com", "Anna", TOKEN).toString()).doesNotContain(TOKEN);
    assertThatThrownBy(() -> UserToken.of("x-fake-token-that-is-wrong"))
        .hasMessageNotContaining("x-fake");
  }

  private Directory read(String yaml) throws IOException {
    Path file = folder.resolve("users.yaml");
    Files.writeString(file, yaml);
    return Directory.read(file);
  }
}
