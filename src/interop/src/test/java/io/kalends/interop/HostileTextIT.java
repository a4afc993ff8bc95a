package io.kalends.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.issuer.credential.CredentialQuery;
import io.kalends.issuer.credential.Minted;
import io.kalends.issuer.directory.InvalidDirectory;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.directory.User;
import io.kalends.issuer.directory.UserToken;
import io.kalends.store.Dialect;
import io.kalends.testkit.program.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Texts that no column holds, where a stranger can send them: a miss on both databases. */
@Timeout(120)
class HostileTextIT {

  private static final String NUL = "\0";
  private static final String HALF = "\ud83d";
  private static final List<String> HOSTILE =
      List.of(NUL, HALF, "anna@example.com" + NUL, HALF + "anna@example.com", "\udcf1\ud83d", "'");

  private static PostgresServer server;

  @TempDir private Path folder;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void nobodyIsFoundByWhatNobodyCanBeCalled(Dialect dialect) {
    try (IssuerStore store = open(dialect, "finding")) {
      Person anna = store.person("anna@example.com");
      // What a driver writes in place of half a character.
      store.person("?anna@example.com");
      for (String text : HOSTILE) {
        assertThat(store.people.find(IssuerStore.TENANT, text)).isEmpty();
        assertThat(store.people.find(text, anna.email())).isEmpty();
        assertThat(store.people.page(text, 0, 10)).isEmpty();
        assertThat(byMobile(store, text)).isEmpty();
        assertThat(store.tokens.find(UserToken.sent(text))).isEmpty();
      }
      assertThat(store.people.find(IssuerStore.TENANT, anna.email())).contains(anna);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void credentialsAreNeitherListedNorRevokedNorRecognisedByIt(Dialect dialect) {
    try (IssuerStore store = open(dialect, "credentials")) {
      Person anna = store.person("anna@example.com");
      Minted minted = store.credentials.mint(anna, "?");
      for (String text : HOSTILE) {
        String userName = minted.credential().userName();
        assertThat(store.credentials.authenticate(text, minted.password())).isEmpty();
        assertThat(store.credentials.authenticate(userName + text, minted.password())).isEmpty();
        assertThat(store.credentials.authenticate(userName, minted.password() + text)).isEmpty();
        assertThat(store.credentials.page(new CredentialQuery("", text, false, 0, 10))).isEmpty();
        assertThat(store.credentials.page(new CredentialQuery(text, "", false, 0, 10))).isEmpty();
        assertThat(store.credentials.revoke(anna, text, "test")).isZero();
      }
      assertThat(store.live(anna)).containsExactly(minted.credential());
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aDeviceNameMayHoldNulButNoHalfCharacter(Dialect dialect) {
    try (IssuerStore store = open(dialect, "naming")) {
      Person anna = store.person("anna@example.com");
      String name = "i" + NUL + "Phone \ud83d\udcf1";
      Minted minted = store.credentials.mint(anna, name);
      assertThat(store.live(anna)).containsExactly(minted.credential());
      assertThat(minted.credential().deviceName()).isEqualTo(name);
      assertThatThrownBy(() -> store.credentials.mint(anna, "iPhone " + HALF))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("device name");
      assertThat(store.credentials.revoke(anna, name, "test")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void whatTheDirectoryAcceptsBothDatabasesKeep(Dialect dialect) {
    for (String text : List.of("Anna " + NUL, "Anna " + HALF)) {
      assertThatThrownBy(() -> User.in(IssuerStore.TENANT, "anna@example.com", text))
          .isInstanceOf(InvalidDirectory.class);
      assertThatThrownBy(() -> User.in(IssuerStore.TENANT, text.strip() + "@example.com", "Anna"))
          .isInstanceOf(InvalidDirectory.class);
      User anna = User.in(IssuerStore.TENANT, "anna@example.com", "Anna");
      assertThatThrownBy(() -> anna.with(new Person.Profile("", text, "", "")))
          .isInstanceOf(InvalidDirectory.class);
    }
    try (IssuerStore store = open(dialect, "keeping")) {
      String email = "\u0130\u202e\ud83d\udcf1'--@example.com";
      Person person = store.person(email);
      assertThat(store.people.find(IssuerStore.TENANT, person.email())).contains(person);
    }
  }

  private static Optional<Person> byMobile(IssuerStore store, String text) {
    return store.database.read("test", c -> store.people.findByMobile(c, IssuerStore.TENANT, text));
  }

  private IssuerStore open(Dialect dialect, String name) {
    return dialect == Dialect.SQLITE
        ? IssuerStore.of(folder.resolve(name + ".db"))
        : IssuerStore.of(server.settings(name));
  }
}
