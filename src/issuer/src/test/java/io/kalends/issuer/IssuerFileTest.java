package io.kalends.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.edge.config.InvalidSetting;
import io.kalends.issuer.access.AccessRules;
import io.kalends.issuer.contract.Limits;
import io.kalends.issuer.contract.Rules;
import io.kalends.issuer.credential.Credential;
import io.kalends.issuer.credential.CredentialQuery;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.token.OAuthRules;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssuerFileTest {

  private static final String SHORT =
      """
      serverAddress: caldav.example.com
      database: {file: issuer.db}
      pepperFile: pepper
      """;
  private static final String SECRET = "not-a-real-app-secret-1";

  @TempDir private Path folder;

  @BeforeEach
  void writeSecrets() throws IOException {
    Files.writeString(folder.resolve("admin-token"), AdminCaller.TOKEN + "\n");
    Files.writeString(folder.resolve("night-token"), AdminCaller.OTHER + "\n");
    Files.writeString(folder.resolve("app-secret"), SECRET + "\n");
    Files.writeString(folder.resolve("short"), "short\n");
    Files.writeString(folder.resolve("two-lines"), "one\ntwo\n");
    Files.writeString(folder.resolve("people.csv"), "email,name\nanna@example.com,Anna\n");
    Files.writeString(folder.resolve("broken.csv"), "email,name\nnobody,Anna\n");
    Files.writeString(
        folder.resolve("people.yaml"), "users: [{email: ben@example.com, name: Ben}]\n");
  }

  @Test
  void threeLinesAreEnough() throws IOException {
    IssuerConfig config = read(SHORT);
    assertThat(config.database()).hasToString(folder.resolve("issuer.db").toString());
    assertThat(config.host() + ":" + config.port()).isEqualTo("127.0.0.1:8460");
    assertThat(config.rules().serverAddress()).isEqualTo("caldav.example.com");
    assertThat(config.rules()).hasToString(Rules.of("caldav.example.com").toString());
    assertThat(config.adminTokens()).hasToString("admin tokens of []");
    assertThat(config.directory().apps()).containsExactly(App.DEFAULT);
    assertThat(config.directory().users()).isEmpty();
  }

  @Test
  void theSampleIsTrueToItsLastLine() throws IOException {
    Path sample = folder.resolve("issuer.yaml");
    Files.copy(docs().resolve("issuer.sample.yaml"), sample);
    Files.writeString(folder.resolve("app.secret"), SECRET);
    Files.writeString(folder.resolve("admin.token"), AdminCaller.TOKEN);
    Files.writeString(folder.resolve("night.token"), AdminCaller.OTHER);
    Files.writeString(folder.resolve("events.token"), "fake-verification-token");
    Files.writeString(folder.resolve("events.key"), "fake-encrypt-key");
    Files.createDirectories(folder.resolve("data"));
    assertThat(IssuerConfig.read(sample).directory().users()).isNotEmpty();
    String all = Files.readString(sample).replaceAll("(?m)^( *)#: ?", "$1");
    assertThat(all).isNotEqualTo(Files.readString(sample));
    Files.writeString(sample, all);
    IssuerConfig config = IssuerConfig.read(sample);
    assertThat(config.adminTokens()).hasToString("admin tokens of [admin, night-shift]");
    assertThat(config.directory().apps()).hasSize(2);
    assertThat(config.eventTargets().get("cli_calendar_accounts"))
        .hasToString("cli_calendar_accounts at https://mdm.example.com (encrypted)");
    assertThat(config.access().guesses()).isEqualTo(AccessRules.DEFAULT.guesses());
    assertThat(config.access().trustedProxies())
        .containsExactlyInAnyOrderElementsOf(AccessRules.DEFAULT.trustedProxies());
    assertThat(config.faults().isOn()).isTrue();
  }

  @Test
  void everythingCanBeSaid() throws IOException {
    IssuerConfig config =
        read(
            SHORT
                + """
                listen: {host: 0.0.0.0, port: 0}
                adminTokenFile: admin-token
                adminTokens: [{name: night-shift, file: night-token}]
                administratorGrants: true
                limits: {perSecond: 5}
                oauth:
                  signInHeader: X-Sso-User
                  trustedProxies: [10.0.0.5]
                  accessMinutes: 5
                tenants: [{key: acme, name: Acme Ltd, unit: eu}]
                apps:
                  - id: cli_one
                    name: Calendar accounts
                    tenant: acme
                    unit: eu
                    scopes: [calendar:calendar]
                    redirectUris: [http://127.0.0.1:8461/callback]
                    bot: false
                    refresh: false
                    availableTo: [anna@example.com]
                    allowedAddresses: [10.0.0.1]
                    secretFile: app-secret
                  - {id: cli_two, kind: store, tenants: [acme, beta], enabled: false}
                users:
                  - {email: anna@example.com, name: Anna, mobile: "+41791234567", status: frozen}
                  - {email: b@example.com, name: B, app: cli_two, tenant: beta}
                """);
    assertThat(config.host() + ":" + config.port()).isEqualTo("0.0.0.0:0");
    assertThat(config.adminTokens()).hasToString("admin tokens of [admin, night-shift]");
    assertThat(config.administratorGrants()).isTrue();
    assertThat(config.rules())
        .hasToString(Rules.of("caldav.example.com").limitedTo(new Limits(5, 1000)).toString());
    assertThat(config.oauthRules().access()).isEqualTo(Duration.ofMinutes(5));
    assertThat(config.oauthRules().cap()).isEqualTo(OAuthRules.CONTRACT.cap());
    assertThat(config.signIn()).hasToString("X-Sso-User from [10.0.0.5]");
    App one = config.directory().app("cli_one").orElseThrow();
    assertThat(one.name()).isEqualTo("Calendar accounts");
    assertThat(one.unit()).isEqualTo("eu");
    assertThat(one.redirectUris()).containsExactly(URI.create("http://127.0.0.1:8461/callback"));
    assertThat(one.has(App.Switch.BOT)).isFalse();
    assertThat(one.has(App.Switch.REFRESH)).isFalse();
    assertThat(one.has(App.Switch.ENABLED)).isTrue();
    assertThat(one.mayBeCalledFrom("10.0.0.2")).isFalse();
    assertThat(one.secrets()).hasSize(1);
    App two = config.directory().app("cli_two").orElseThrow();
    assertThat(two.kind()).isEqualTo(App.Kind.STORE);
    assertThat(two.tenants()).containsExactlyInAnyOrder("acme", "beta");
    assertThat(two.has(App.Switch.ENABLED)).isFalse();
    assertThat(config.directory().tenant("acme").name()).isEqualTo("Acme Ltd");
    assertThat(config.directory().users().get(0).status()).isEqualTo(Person.Status.FROZEN);
    assertThat(config.directory().users().get(1).tenant()).isEqualTo("beta");
  }

  @Test
  void theSwitchesOfTheContractAreThoseOfTheIssuerThatRuns() throws IOException {
    IssuerConfig config =
        read(
            SHORT
                + """
                listen: {port: 0}
                contract:
                  acceptTextPlain: true
                  sameNameReplaces: true
                  statuses: {99991671: 401}
                users: [{email: anna@example.com, name: Anna, token: u-fake-token-of-anna-0001}]
                """);
    try (Issuer issuer = Issuer.start(config, new SettableClock(), new SecureRandom())) {
      Caller caller = new Caller(issuer.baseUrl());
      assertThat(caller.mint("of no known shape", "{}").status()).isEqualTo(401);
      byte[] body = "{\"device_name\": \"phone\"}".getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 2; i++) {
        assertThat(caller.mint(SampleDirectory.ANNA, body, "text/plain").code()).isZero();
      }
      assertThat(issuer.credentials().page(CredentialQuery.all()))
          .extracting(Credential::isLive)
          .containsExactly(false, true);
    }
  }

  @Test
  void severalNodesShareAPostgresWhosePasswordIsInAFile() throws IOException {
    Files.writeString(folder.resolve("db-password"), "not-a-real-db-password");
    IssuerConfig config =
        read(
            SHORT.replace(
                "{file: issuer.db}",
                "{postgres: {url: 'jdbc:postgresql://db:5432/kalends', user: kalends,"
                    + " passwordFile: db-password, schema: accounts, poolSize: 20}}"));
    assertThat(config.database()).hasToString("jdbc:postgresql://db:5432/kalends, schema accounts");
    assertThat(config.toString()).doesNotContain("not-a-real");
  }

  @Test
  void peopleMayStandInAFileOfTheirOwn() throws IOException {
    assertThat(read(SHORT + "usersFile: people.csv").directory().users())
        .extracting(user -> user.tenant() + " " + user.email())
        .containsExactly("default anna@example.com");
    assertThat(read(SHORT + "usersFile: people.yaml").directory().users())
        .extracting(user -> user.email())
        .containsExactly("ben@example.com");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "usrs: []                          | usrs: unknown; known here: adminTokenFile, adminTokens",
        "listen: {prot: 1}                 | listen.prot: unknown; known here: host, port",
        "listen: {port: 70000}             | listen.port: must be between 0",
        "listen: {port: '80'}              | listen.port: must be a whole number",
        "listen: 80                        | listen.content: must be a mapping",
        "serverAddress: b                  | names a field twice",
        "limits: {perSecond: 0}            | limits.limits: perSecond and perMinute must be",
        "contract: {statuses: {190002: 500}} | contract.statuses.190002: unknown; known here: 1500",
        "contract: {statuses: {99991671: 200}} | contract.statuses.statuses: the status of 99991671",
        "contract: {monthlyCalls: -1}      | contract.monthlyCalls: must not be negative",
        "oauth: {accessMinutes: 0}         | oauth.access: must be between one second",
        "oauth: {trustedProxies: [proxy]}  | oauth.trustedProxies: must be IP addresses",
        "adminTokenFile: none              | adminTokenFile: FOLDER/none cannot be read",
        "adminTokenFile: short             | adminTokenFile: short: the admin token must have 32",
        "adminTokenFile: two-lines         | adminTokenFile: FOLDER/two-lines must hold one line",
        "adminTokens: [{name: a b, file: admin-token}] | must have 1 to 64 letters",
        "adminTokens: [{name: a, file: admin-token}, {name: a, file: night-token}] | occurs twice",
        "adminTokens: [{name: a, file: admin-token}, {name: b, file: admin-token}] | occurs twice",
        "usersFile: none.csv               | usersFile FOLDER/none.csv: file: does not exist",
        "usersFile: broken.csv             | usersFile FOLDER/broken.csv: csv: line 2: email",
        "{usersFile: people.csv, users: []} | usersFile: set either users or usersFile",
        "apps: [{id: a, tenant: t, kind: shop}] | apps[0].kind: must be custom or store",
        "apps: [{id: a, tenants: [t]}]     | apps[0].tenants: is for kind: store",
        "apps: [{id: a, tenant: t, kind: store}] | apps[0].tenant: is for kind: custom",
        "apps: [{id: a, kind: store}]      | apps[0].tenants: missing",
        "apps: [{id: a, tenant: t, secretFile: short}] | apps[0].secretFile: FOLDER/short: the secret",
        "apps: [{id: a, tenant: t, secretSha256: xyz}] | apps[0].secretSha256: must have 64",
        "apps: [{id: a, tenant: t, redirectUris: ['a b']}] | apps[0].redirectUris: must be http",
        "apps: [{id: a, tenant: t, redirectUris: ['app:x']}] | apps[0].redirectUris: must be http",
        "tenants: [{key: a}, {key: a}]     | tenants: two have the same key",
        "events: [{app: cli_none, url: 'https://a', verificationTokenFile: app-secret}] | events[0].app: is none of",
        "events: [{app: cli_default, url: 'http://a', verificationTokenFile: app-secret}] | events[0].event url: must begin",
        "events: [{app: cli_default, url: 'https://a'}] | events[0].verificationTokenFile: missing",
        "forwardAuth: {wrongPerUser: 0}    | forwardAuth.guesses per user: must be between 1 and",
        "forwardAuth: {trustedProxies: [x]} | forwardAuth.trustedProxies",
        "sandbox: {faultsPerThousand: 5}   | sandbox.seed: missing",
        "sandbox: {faultsPerThousand: 5000, seed: 1} | sandbox.faults.rate: must be between 0",
      })
  void everyMistakeIsNamedWithFileFieldAndFix(String line, String complaint) {
    String text = line.startsWith("{") ? line.substring(1, line.length() - 1) : line;
    String more = line.startsWith("{") ? text.replace(", users", "\nusers") : text;
    assertThatThrownBy(() -> read(SHORT + more))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("issuer.yaml: ")
        .hasMessageContaining(complaint.replace("FOLDER", folder.toString()))
        .hasMessageNotContaining(AdminCaller.TOKEN)
        .hasNoCause();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "serverAddress: caldav.example.com | serverAddress: 'https://a' | serverAddress: must be a bare",
        "serverAddress: caldav.example.com | ''                         | serverAddress: missing",
        "'database: {file: issuer.db}'     | ''                         | database: missing",
        "'{file: issuer.db}'               | '{}'                       | database.file: set either",
        "'{file: issuer.db}' | '{postgres: {url: x}}' | database.postgres.passwordFile: missing",
        "'{file: issuer.db}' | '{postgres: {url: x, user: u, passwordFile: short}}' | database URL: must",
        "'{file: issuer.db}'               | '{file: none/issuer.db}'   | database.file: its folder",
        "pepperFile: pepper                | ''                         | pepperFile: missing",
        "pepperFile: pepper                | pepperFile: issuer.db      | pepperFile: must be another",
      })
  void whatIsNeededMustBeThereAndRight(String from, String to, String complaint) {
    assertThatThrownBy(() -> read(SHORT.replace(from, to)))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("issuer.yaml: ")
        .hasMessageContaining(complaint);
  }

  private IssuerConfig read(String yaml) throws IOException {
    Path file = folder.resolve("issuer.yaml");
    Files.writeString(file, yaml);
    return IssuerConfig.read(file);
  }

  private static Path docs() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(at.resolve("src/docs"))) {
      at = Objects.requireNonNull(at.getParent(), "not inside a checkout");
    }
    return at.resolve("src/docs");
  }
}
