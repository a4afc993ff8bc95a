package io.kalends.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kalends.testkit.SvgCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an administrator does without any service: keys, profiles, DAVx5 settings. */
class OfflineToolsTest {

  private static final String PASSWORD = "NotARealPasswordButALongOne4711x";

  @TempDir Path folder;

  @BeforeEach
  void writeThePassword() throws IOException {
    Files.writeString(folder.resolve("password"), PASSWORD + "\n");
  }

  @Test
  void fromNothingToAVerifiedProfile() throws IOException {
    good(
        "signing",
        "self-signed",
        "--out",
        folder.toString(),
        "--name",
        "Example Ltd",
        "--key-type",
        "EC_P256",
        "--new-password-file",
        file("key-password"));
    CommandRun shown =
        good(
            "signing",
            "show",
            "--sign-with",
            file("signing.p12"),
            "--sign-password-file",
            file("key-password"));
    assertThat(shown.out()).contains("CN=Example Ltd", "EC P-256");

    good(build("--out", file("plain.mobileconfig")));
    good(
        "profile",
        "sign",
        file("plain.mobileconfig"),
        "--sign-with",
        file("signing.p12"),
        "--sign-password-file",
        file("key-password"),
        "--out",
        file("signed.mobileconfig"));
    CommandRun verified =
        good("profile", "verify", file("signed.mobileconfig"), "--ca", file("ca.pem"), "--json");
    JsonNode verdict = new ObjectMapper().readTree(verified.out());
    assertThat(verdict.path("good").asBoolean()).isTrue();
    assertThat(verdict.path("signed").asBoolean()).isTrue();

    CommandRun profile = good("profile", "show", file("signed.mobileconfig"));
    assertThat(profile.out())
        .contains("caldav.example.org", "u_1", "CN=Example Ltd")
        .doesNotContain(PASSWORD);
    ownerOnly("signing.p12", "ca.p12", "key-password", "plain.mobileconfig", "signed.mobileconfig");
  }

  @Test
  void aProfileBuiltTwiceIsTheSameToTheByte() throws IOException {
    good(build("--out", file("one")));
    good(build("--out", file("two")));
    assertThat(folder.resolve("one")).hasSameBinaryContentAs(folder.resolve("two"));
  }

  @Test
  void neverOverwritesAKey() throws IOException {
    String[] make = {
      "signing",
      "csr",
      "--out",
      folder.toString(),
      "--name",
      "Example",
      "--key-type",
      "EC_P256",
      "--password-file",
      file("password")
    };
    good(make);
    byte[] key = Files.readAllBytes(folder.resolve("signing.key"));
    assertThat(CommandRun.of(make).exit()).isEqualTo(ExitCode.INVALID_INPUT.number());
    assertThat(folder.resolve("signing.key")).hasBinaryContent(key);
    assertThat(Files.readString(folder.resolve("signing.csr"))).contains("CERTIFICATE REQUEST");
  }

  @Test
  void signsNothingThatBreaksApplesRules() throws IOException {
    good(
        "signing",
        "self-signed",
        "--out",
        folder.toString(),
        "--name",
        "Example Ltd",
        "--key-type",
        "EC_P256",
        "--password-file",
        file("password"));
    good(build("--out", file("plain")));
    Files.writeString(
        folder.resolve("broken"),
        Files.readString(folder.resolve("plain"))
            .replace("<integer>443</integer>", "<string>443</string>"));
    CommandRun run =
        CommandRun.of(
            "profile",
            "sign",
            file("broken"),
            "--sign-with",
            file("signing.p12"),
            "--sign-password-file",
            file("password"),
            "--out",
            file("signed"));
    assertThat(run.exit()).isEqualTo(ExitCode.INVALID_INPUT.number());
    assertThat(run.out()).contains("CalDAVPort");
    assertThat(folder.resolve("signed")).doesNotExist();
  }

  @Test
  void davx5FromTheAccountToTheCode() throws IOException {
    Files.writeString(
        folder.resolve("licence.json"),
        "{\"license\": \"\\\"note\\\": \\\"SAMPLE LICENCE\\\"\","
            + " \"license_signature\": \"U0FNUExFIExJQ0VOQ0U=\"}");
    good(
        "davx5",
        "build",
        "--host",
        "caldav.example.org",
        "--user",
        "u_1",
        "--password-file",
        file("password"),
        "--davx5-setting",
        "licence=" + file("licence.json"),
        "--exposure-allow",
        "clear-in-mdm",
        "--out",
        file("davx5.json"));
    good("davx5", "check", file("davx5.json"));
    Files.writeString(
        folder.resolve("bad.json"),
        Files.readString(folder.resolve("davx5.json"))
            .replace("login_credentials_lock", "login_lock_credentials"));
    CommandRun bad = CommandRun.of("davx5", "check", file("bad.json"));
    assertThat(bad.exit()).isEqualTo(ExitCode.CHECK_FAILED.number());
    assertThat(bad.out()).contains("login_credentials_lock").doesNotContain(PASSWORD);
  }

  @Test
  void theLinkShowsThePasswordToNobodyUnlessItIsAFile() throws IOException {
    CommandRun run =
        good(
            "davx5",
            "link",
            "--host",
            "caldav.example.org",
            "--user",
            "u_1",
            "--password-file",
            file("password"),
            "--svg",
            file("code.svg"),
            "--with-password",
            file("secret-link"));
    assertThat(run.out()).contains("davx5://u_1@caldav.example.org").doesNotContain(PASSWORD);
    assertThat(SvgCode.read(Files.readString(folder.resolve("code.svg"))))
        .startsWith("davx5://u_1@caldav.example.org");
    assertThat(folder.resolve("secret-link")).content().contains(PASSWORD);
    ownerOnly("secret-link");
  }

  @Test
  void everyCommandHasHelp() {
    for (String command :
        new String[] {
          "demo",
          "mint",
          "profile",
          "profile build",
          "profile sign",
          "profile verify",
          "profile show",
          "signing",
          "signing self-signed",
          "signing csr",
          "signing import",
          "signing show",
          "davx5",
          "davx5 build",
          "davx5 check",
          "davx5 link"
        }) {
      CommandRun help = CommandRun.of((command + " --help").split(" "));
      assertThat(help.exit()).as(command).isZero();
      assertThat(help.out()).as(command).startsWith("Usage: kalends " + command);
    }
  }

  @Test
  void thePageOfExitCodesIsTheTruth() throws IOException {
    String page = Files.readString(Checkout.root().resolve("src/docs/commands.md"));
    for (ExitCode code : ExitCode.values()) {
      assertThat(page).contains("| " + code.number() + " | " + code.meaning() + " |");
    }
  }

  private CommandRun good(String... command) {
    return good(CommandRun.of(command));
  }

  private static CommandRun good(CommandRun run) {
    assertThat(run.exit()).as(run.everything()).isZero();
    assertThat(run.everything()).doesNotContain(PASSWORD);
    return run;
  }

  private CommandRun build(String... out) {
    return CommandRun.of(
        "profile",
        "build",
        "--platform",
        "macos",
        "--device-name",
        "Alice's Mac",
        "--owner",
        "alice@example.org",
        "--host",
        "caldav.example.org",
        "--user",
        "u_1",
        "--password-file",
        file("password"),
        "--exposure-allow",
        "clear-in-profile",
        out[0],
        out[1]);
  }

  private void ownerOnly(String... names) throws IOException {
    for (String name : names) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
          .as(name)
          .isEqualTo("rw-------");
    }
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }
}
