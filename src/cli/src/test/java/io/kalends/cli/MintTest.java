package io.kalends.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kalends.issuer.Issuer;
import io.kalends.issuer.IssuerConfig;
import io.kalends.issuer.contract.Limits;
import io.kalends.issuer.credential.Credential;
import io.kalends.issuer.credential.CredentialQuery;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.directory.User;
import io.kalends.issuer.secret.PepperSource;
import io.kalends.testkit.Canary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One credential by hand, against a server of the contract. */
class MintTest {

  private static final String TOKEN = "u-not-a-real-token-0123456789";
  private static final String GONE = "u-not-a-real-token-of-a-leaver";
  private static final int PER_MINUTE = 4;

  @TempDir Path folder;

  private Issuer issuer;

  @BeforeEach
  void startIssuer() throws IOException {
    issuer =
        Issuer.start(
            IssuerConfig.of(
                    "calendar.example.org",
                    folder.resolve("issuer.db"),
                    PepperSource.file(folder.resolve("pepper")),
                    Directory.of(
                        List.of(
                            User.of("alice@example.org", "Alice", TOKEN),
                            User.of("bob@example.org", "Bob", GONE).as(Person.Status.RESIGNED))))
                .limitedTo(new Limits(50, PER_MINUTE)),
            Clock.systemUTC(),
            new SecureRandom());
    Files.writeString(
        folder.resolve("tokens"),
        "alice@example.org " + TOKEN + "\nbob@example.org " + GONE + "\n");
    CommandRun keys =
        CommandRun.of(
            "signing",
            "self-signed",
            "--out",
            folder.toString(),
            "--name",
            "Example",
            "--key-type",
            "EC_P256",
            "--new-password-file",
            folder.resolve("key-password").toString());
    assertThat(keys.exit()).as(keys.everything()).isZero();
  }

  @AfterEach
  void stopIssuer() {
    issuer.close();
  }

  @Test
  void everyPlatformGetsACredentialOfItsOwnThatLogsIn() throws IOException {
    for (String platform : List.of("ios", "macos", "android")) {
      JsonNode minted = minted(mint("alice@example.org", platform, "--json"));
      assertThat(minted.path("good").asBoolean()).isTrue();
      assertThat(minted.path("state").asText()).isEqualTo("SENT");
      assertThat(minted.path("host").asText()).isEqualTo("calendar.example.org");
      assertThat(minted.path("file").asText()).startsWith(folder.resolve("out").toString());
    }
    assertThat(issuer.credentials().page(CredentialQuery.all())).hasSize(3);
    assertThat(
            issuer.credentials().page(CredentialQuery.all()).stream().map(Credential::deviceName))
        .doesNotHaveDuplicates();
    assertThat(issuer.credentials().page(CredentialQuery.all()))
        .allSatisfy(c -> assertThat(c.deviceName()).startsWith("Test device · "));
  }

  @Test
  void printsTheLabelToFindItByAndNoSecret() {
    CommandRun run = mint("alice@example.org", "ios");
    assertThat(run.exit()).as(run.everything()).isZero();
    assertThat(run.out())
        .contains(issuer.credentials().page(CredentialQuery.all()).get(0).deviceName());
    assertThat(Canary.of("token", TOKEN).sightings("output", run.everything())).isEmpty();
  }

  @Test
  void aHostileDeviceNameBlocksNobodysCalendar() throws IOException {
    List<String> command = command("alice@example.org", "ios");
    command.set(command.indexOf("Test device"), "evil \u001b[2J\u202e../../name");
    command.add("--json");
    JsonNode minted = minted(CommandRun.of(command.toArray(String[]::new)));
    assertThat(issuer.credentials().page(CredentialQuery.all()).get(0).deviceName())
        .startsWith("evil [2J../../name · ");
    assertThat(Path.of(minted.path("file").asText()).getParent().getParent())
        .isEqualTo(folder.resolve("out"));
  }

  @Test
  void whatWasMintedAndNotDeliveredIsToldByItsLabel() throws IOException {
    Files.createDirectory(folder.resolve("out"));
    Files.writeString(folder.resolve("out/IN-THE-WAY"), "a file where the folder should be");
    CommandRun run = mint("alice@example.org", "ios", "--enrollment", "IN-THE-WAY");
    assertThat(run.exit()).as(run.everything()).isNotZero();
    assertThat(issuer.credentials().page(CredentialQuery.all())).hasSize(1);
    assertThat(run.err())
        .contains(
            "minted and not delivered",
            issuer.credentials().page(CredentialQuery.all()).get(0).deviceName());
  }

  @Test
  void aLeaverIsRefusedForGoodAndAStrangerHasToConsent() throws IOException {
    assertThat(mint("bob@example.org", "ios").exit()).isEqualTo(ExitCode.REFUSED.number());
    assertThat(mint("eve@example.org", "ios").exit()).isEqualTo(ExitCode.ACTION_REQUIRED.number());
    Files.writeString(folder.resolve("tokens"), "alice@example.org u-another-token-nobody-has-0\n");
    CommandRun unknown = mint("alice@example.org", "ios");
    assertThat(unknown.exit()).isEqualTo(ExitCode.ACTION_REQUIRED.number());
    assertThat(unknown.err()).contains("99991668").doesNotContain("u-another");
    assertThat(issuer.credentials().page(CredentialQuery.all())).isEmpty();
  }

  @Test
  void aThrottledMintMayBeTriedLater() {
    for (int i = 0; i < PER_MINUTE; i++) {
      assertThat(mint("alice@example.org", "ios").exit()).isZero();
    }
    CommandRun throttled = mint("alice@example.org", "ios");
    assertThat(throttled.exit()).isEqualTo(ExitCode.TRY_LATER.number());
    assertThat(throttled.err()).contains("99991400");
  }

  @Test
  void nothingIsMintedForADeliveryThatNobodyAllowed() {
    List<String> command = command("alice@example.org", "ios");
    command.remove("--exposure-allow");
    command.remove("clear-in-profile,clear-in-mdm");
    CommandRun run = CommandRun.of(command.toArray(String[]::new));
    assertThat(run.exit()).isEqualTo(ExitCode.ACTION_REQUIRED.number());
    assertThat(run.err()).contains("exposure.allow", "clear-in-profile");
    assertThat(issuer.credentials().page(CredentialQuery.all())).isEmpty();
  }

  private CommandRun mint(String owner, String platform, String... more) {
    return CommandRun.of(
        Stream.concat(command(owner, platform).stream(), Arrays.stream(more))
            .toArray(String[]::new));
  }

  private List<String> command(String owner, String platform) {
    return new ArrayList<>(
        List.of(
            "mint",
            "--open-api",
            issuer.baseUrl().toString(),
            "--token-file",
            folder.resolve("tokens").toString(),
            "--platform",
            platform,
            "--device-name",
            "Test device",
            "--owner",
            owner,
            "--sign-with",
            folder.resolve("signing.p12").toString(),
            "--sign-password-file",
            folder.resolve("key-password").toString(),
            "--davx5-setting",
            "licence=" + Checkout.root().resolve("profile-templates/android/sample-licence.json"),
            "--exposure-allow",
            "clear-in-profile,clear-in-mdm",
            "--out",
            folder.resolve("out").toString()));
  }

  private static JsonNode minted(CommandRun run) throws IOException {
    assertThat(run.exit()).as(run.everything()).isZero();
    return new ObjectMapper().readTree(run.out());
  }
}
