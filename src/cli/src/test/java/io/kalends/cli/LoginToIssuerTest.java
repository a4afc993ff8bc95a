package io.kalends.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.issuer.Issuer;
import io.kalends.issuer.IssuerConfig;
import io.kalends.issuer.credential.CredentialQuery;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.SecretHash;
import io.kalends.issuer.directory.User;
import io.kalends.issuer.oauth.SignIn;
import io.kalends.issuer.secret.PepperSource;
import io.kalends.testkit.Canary;
import io.kalends.testkit.ConsentingPerson;
import io.kalends.testkit.ScriptedBrowser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a registered app to a credential, over real consent pages. */
class LoginToIssuerTest {

  private static final String SECRET = "not-a-real-app-secret-0815";
  private static final String ANNA = "anna@example.org";

  @TempDir Path folder;

  private Issuer issuer;
  private int port;
  private Path tokens;

  @BeforeEach
  void start() throws IOException {
    try (ServerSocket free =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      port = free.getLocalPort();
    }
    tokens = folder.resolve("tokens");
    Files.writeString(folder.resolve("secret"), SECRET + "\n");
    App app =
        App.of("cli_sample", "acme")
            .withScopes(Set.of("calendar:settings.caldav:create", "contact:user.email:readonly"))
            .redirectingTo(List.of(URI.create("http://127.0.0.1:" + port + "/callback")))
            .withSecrets(Set.of(SecretHash.of(SECRET)));
    issuer =
        Issuer.start(
            IssuerConfig.of(
                    "calendar.example.org",
                    folder.resolve("issuer.db"),
                    PepperSource.file(folder.resolve("pepper")),
                    Directory.of(
                        List.of(),
                        List.of(app),
                        List.of(
                            User.in("acme", ANNA, "Anna"),
                            User.in("acme", "ben@example.org", "Ben"))))
                .signingIn(SignIn.pick()),
            Clock.systemUTC(),
            new SecureRandom());
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  private LoginRun login(String... more) {
    return LoginRun.of(
        List.of(
            "login",
            "--open-api",
            issuer.baseUrl().toString(),
            "--app-id",
            "cli_sample",
            "--app-secret-file",
            folder.resolve("secret").toString(),
            "--redirect-port",
            Integer.toString(port),
            "--token-file",
            tokens.toString(),
            "--timeout",
            "PT1M"),
        more);
  }

  private LoginRun loginAs(String owner) {
    return login(
        "--owner",
        owner,
        "--scope",
        "calendar:settings.caldav:create",
        "--scope",
        "contact:user.email:readonly");
  }

  @Test
  void aTokenGotByConsentMintsACredentialThatLogsIn() throws IOException {
    LoginRun login = loginAs(ANNA);
    ConsentingPerson.named(ANNA).allow(login.page());
    CommandRun signedIn = login.end();
    assertThat(signedIn.exit()).as(signedIn.everything()).isZero();
    assertThat(signedIn.out()).contains("Anna (anna@example.org)", "calendar:settings.caldav");
    String token = Files.readString(tokens).strip().split(" ")[1];
    assertThat(Canary.of("token", token).sightings("output", signedIn.everything())).isEmpty();
    CommandRun minted =
        CommandRun.of(
            "mint",
            "--open-api",
            issuer.baseUrl().toString(),
            "--token-file",
            tokens.toString(),
            "--platform",
            "android",
            "--device-name",
            "Anna's phone",
            "--owner",
            ANNA,
            "--davx5-setting",
            "licence=" + Checkout.root().resolve("profile-templates/android/sample-licence.json"),
            "--exposure-allow",
            "clear-in-mdm",
            "--out",
            folder.resolve("out").toString());
    assertThat(minted.exit()).as(minted.everything()).isZero();
    assertThat(issuer.credentials().page(CredentialQuery.all())).hasSize(1);
  }

  @Test
  void whoeverSignsInInsteadOfTheOwnerIsNotKept() {
    LoginRun login = loginAs(ANNA);
    ConsentingPerson.named("ben@example.org").allow(login.page());
    CommandRun run = login.end();
    assertThat(run.exit()).isEqualTo(ExitCode.ACTION_REQUIRED.number());
    assertThat(run.err()).contains("ben@example.org signed in, which is not anna@example.org");
    assertThat(tokens).doesNotExist();
  }

  @Test
  void whoSaysNoIsToldSoAndNothingIsKept() {
    LoginRun login = loginAs(ANNA);
    ScriptedBrowser.Page page = ConsentingPerson.named(ANNA).deny(login.page());
    assertThat(page.body()).contains("No permission given");
    assertThat(login.end().exit()).isEqualTo(ExitCode.ACTION_REQUIRED.number());
    assertThat(tokens).doesNotExist();
  }

  @Test
  void anAppWithAnotherSecretIsNamedByItsCode() throws IOException {
    Files.writeString(folder.resolve("secret"), "another-secret-0815\n");
    LoginRun login = loginAs(ANNA);
    ConsentingPerson.named(ANNA).allow(login.page());
    CommandRun run = login.end();
    assertThat(run.exit()).isEqualTo(ExitCode.ACTION_REQUIRED.number());
    assertThat(run.err()).contains("code 20002", "App Secret").doesNotContain("another-secret");
  }

  @Test
  void whatTheAppDoesNotHaveIsSaidByThePageAndNobodyComesBack() {
    LoginRun login = login("--scope", "contact:user.phone:readonly");
    assertThat(ConsentingPerson.named(ANNA).open(login.page()).body()).contains("20027");
    URI elsewhere = URI.create(login.page().toString().replace("%2Fcallback", "%2Fcallback%2F"));
    assertThat(ConsentingPerson.named(ANNA).open(elsewhere).body()).contains("20029");
    assertThat(tokens).doesNotExist();
  }
}
