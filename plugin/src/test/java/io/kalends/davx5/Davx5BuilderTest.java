package io.kalends.davx5;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.account.CalDavAccount;
import io.kalends.delivery.ManagedConfiguration;
import io.kalends.finding.Finding;
import io.kalends.secret.Secret;
import io.kalends.settings.InvalidSetting;
import io.kalends.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Davx5BuilderTest {

  private static final String FAKE_PASSWORD = "FakePasswordOnlyForTests0123456789";
  private static final CalDavAccount ACCOUNT =
      CalDavAccount.of("caldav.example.org", 443, "u_1", Secret.of(FAKE_PASSWORD));
  private static final Davx5Settings SAMPLE =
      Davx5Settings.defaults().withLicence(Davx5Licence.sample());

  @TempDir Path folder;

  @Test
  void fillsTheBuiltInTemplateAndLeavesOutWhatNobodySet() {
    ManagedConfiguration built =
        builder(SAMPLE.withText("organization", "Example \"$1\" AG")).build(ACCOUNT);
    assertThat(built.packageName()).isEqualTo("com.davdroid.managed");
    assertThat(built.values())
        .containsExactly(
            Map.entry("license", Davx5Licence.sample().text()),
            Map.entry("license_signature", Davx5Licence.sample().signature()),
            Map.entry("organization", "Example \"$1\" AG"),
            Map.entry("login_base_url", "https://caldav.example.org/"),
            Map.entry("login_user_name", "u_1"),
            Map.entry("login_password", FAKE_PASSWORD),
            Map.entry("login_credentials_lock", 1),
            Map.entry("preselect_collections", 1),
            Map.entry("default_sync_interval", 3600));
  }

  @Test
  void theBaseUrlCarriesAnUnusualPortOrIsThePrincipal() {
    CalDavAccount odd =
        CalDavAccount.of("caldav.example.org", 8443, "u_1", Secret.of(FAKE_PASSWORD));
    assertThat(builder(SAMPLE).build(odd).values())
        .containsEntry("login_base_url", "https://caldav.example.org:8443/");
    URI principal = URI.create("https://caldav.example.org/principals/%e5%bc%a0/");
    assertThat(builder(SAMPLE).build(ACCOUNT.withPrincipalUrl(principal)).values())
        .containsEntry("login_base_url", principal.toString());
  }

  @Test
  void theSampleLicenceIsAWarningOfTheBuilder() {
    assertThat(builder(SAMPLE).warnings())
        .singleElement()
        .satisfies(f -> assertThat(f.where()).isEqualTo("license"));
    assertThat(Davx5Licence.sample().isSample()).isTrue();
    assertThat(Davx5Licence.sample()).hasToString("Davx5Licence[sample]");
  }

  @Test
  void aMissingLicenceShowsWhenTheBuilderIsMade() {
    assertThatThrownBy(() -> builder(Davx5Settings.defaults()))
        .isInstanceOf(Davx5Refused.class)
        .hasMessageContaining("license: missing");
  }

  @Test
  void theStandardAppAndALockThatForbidsRotationShowWhenTheBuilderIsMade() {
    assertThatThrownBy(() -> builder(SAMPLE.withPackage("at.bitfire.davdroid")))
        .isInstanceOf(Davx5Refused.class)
        .hasMessageContaining("reads no managed configuration");
    Davx5Settings locked = SAMPLE.withCredentialsLock(2);
    assertThat(builder(locked).build(ACCOUNT).values()).containsEntry("login_credentials_lock", 2);
    assertThatThrownBy(
            () ->
                new Davx5Builder(
                    Davx5Templates.builtIn(), locked, Davx5Plan.ourPassword().rotating()))
        .hasMessageContaining("login_credentials_lock: 2 while rotation is planned");
    assertThatThrownBy(() -> builder(SAMPLE.withCredentialsLock(3)))
        .hasMessageContaining("login_credentials_lock: out of range");
  }

  @Test
  void anAccountThatAnMdmWouldChangeIsRefusedWithoutItsValue() {
    CalDavAccount variable =
        CalDavAccount.of("caldav.example.org", 443, "%IMEI%", Secret.of(FAKE_PASSWORD));
    assertThatThrownBy(() -> builder(SAMPLE).build(variable))
        .isInstanceOf(Davx5Refused.class)
        .hasMessageContaining("login_user_name")
        .hasMessageNotContaining(FAKE_PASSWORD);
  }

  @Test
  void anyUserNameAndPasswordComesBackUnchangedOrIsRefused() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Davx5Builder builder = builder(SAMPLE, Davx5Plan.foreignPassword());
    int built = 0;
    for (int i = 0; i < 2_000; i++) {
      CalDavAccount account = account(HostileText.next(random), HostileText.next(random));
      try {
        ManagedConfiguration there = builder.build(account);
        ManagedConfiguration back = Davx5Json.read(Davx5Json.write(there), there.packageName());
        assertThat(back).as("seed %d, round %d", seed, i).isEqualTo(there);
        assertThat(back.values())
            .as("seed %d, round %d", seed, i)
            .containsEntry("login_user_name", account.userName())
            .containsEntry("login_password", account.password().reveal());
        built++;
      } catch (Davx5Refused refused) {
        assertThat(refused.getMessage()).as("seed %d", seed).contains("login_");
      }
    }
    assertThat(built).as("seed %d: most texts are printable and pass", seed).isGreaterThan(1_000);
  }

  @Test
  void theSameInputGivesTheSameBytes() {
    assertThat(Davx5Json.write(builder(SAMPLE).build(ACCOUNT)))
        .isEqualTo(Davx5Json.write(builder(SAMPLE).build(ACCOUNT)));
    assertThat(new String(Davx5Json.write(builder(SAMPLE).build(ACCOUNT)), UTF_8))
        .startsWith("{\n  \"license\" : ")
        .endsWith("\n}\n")
        .doesNotContain("\r");
  }

  @Test
  void anAdministratorsTemplateTakesThePlaceOfOurs() throws IOException {
    template(
        """
        {"organization": "Own & Sons", "license": "${license}",
         "license_signature": "${license_signature}", "login_base_url": "${login_base_url}",
         "login_user_name": "${login_user_name}", "login_password": "${login_password}",
         "login_credentials_lock": "${login_credentials_lock}", "wifi_only": true}
        """);
    Davx5Builder own =
        new Davx5Builder(Davx5Templates.with(folder), SAMPLE, Davx5Plan.ourPassword());
    assertThat(own.build(ACCOUNT).values())
        .containsEntry("organization", "Own & Sons")
        .containsEntry("wifi_only", true)
        .doesNotContainKey("preselect_collections");
    assertThatThrownBy(
            () ->
                new Davx5Builder(
                    Davx5Templates.with(folder),
                    SAMPLE.withText("organization", "Another"),
                    Davx5Plan.ourPassword()))
        .hasMessageContaining("organization: set, but the template does not say");
  }

  @Test
  void aFolderThatOverridesNothingLeavesOurTemplates() throws IOException {
    assertThat(Davx5Templates.with(folder).managed()).isEqualTo(Davx5Templates.builtIn().managed());
    Files.createDirectory(folder.resolve("android"));
    Files.writeString(folder.resolve("android/README.md"), "ours");
    assertThat(Davx5Templates.with(folder).managed()).isEqualTo(Davx5Templates.builtIn().managed());
    Files.writeString(folder.resolve("android/davx5_managed.json"), "{}");
    assertThatThrownBy(() -> Davx5Templates.with(folder))
        .hasMessageContaining("davx5_managed.json: overrides nothing");
    assertThatThrownBy(() -> Davx5Templates.with(folder.resolve("absent")))
        .hasMessageContaining("no such folder");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"organisation\": \"O\"                        | organisation: unknown",
        "\"login_lock_credentials\": true               | login_credentials_lock (0",
        "\"organization\": \"${organisation}\"          | organization: unknown placeholder",
        "\"organization\": \"${login_password}\"        | organization: unknown placeholder",
        "\"organization\": \"The ${organization} AG\"   | organization: unknown placeholder",
        "\"wifi_only_ssids\": \"${wifi_only_ssids}\"    | wifi_only_ssids: unknown placeholder",
        "\"preselect_collections\": \"1\"               | preselect_collections: must be an integer",
        "\"default_sync_interval\": 60                  | default_sync_interval: out of range",
        "\"login_password\": \"fake-for-everybody\"     | login_password: differs per device",
        "\"login_credentials_lock\": 1                  | login_credentials_lock: differs per",
        "\"login_introduction\": {\"text\": \"hello\"}  | login_introduction: must be text",
      })
  void aFaultyTemplateIsRefusedAtLoadByFileAndKey(String field, String text) throws IOException {
    String key = field.substring(0, field.indexOf(':'));
    String rest =
        List.of("login_base_url", "login_user_name", "login_password", "login_credentials_lock")
            .stream()
            .filter(k -> !key.equals("\"" + k + "\""))
            .map(k -> ", \"" + k + "\": \"${" + k + "}\"")
            .reduce("", String::concat);
    template("{" + field + rest + "}");
    assertThatThrownBy(() -> Davx5Templates.with(folder))
        .isInstanceOf(Davx5Refused.class)
        .hasMessageContaining("davx5-managed.json")
        .hasMessageContaining(text)
        .hasMessageNotContaining("fake-for-everybody");
  }

  @Test
  void brokenJsonInATemplateIsRefusedWithItsPlace() throws IOException {
    template("{\n  \"organization\": \n}");
    assertThatThrownBy(() -> Davx5Templates.with(folder))
        .hasMessageContaining("davx5-managed.json")
        .hasMessageContaining("line 3");
  }

  @Test
  void readsTheAdministratorsSettings() throws IOException {
    Path licence = folder.resolve("licence.json");
    Files.writeString(
        licence,
        "{\"license\": \"\\\"domain\\\": \\\"example.org\\\"\", \"license_signature\": \"RkFLRQ==\"}");
    Davx5Settings read =
        Davx5Settings.read(
            Settings.of(
                "davx5",
                Map.of(
                    "licence", licence.toString(),
                    "package", "com.davdroid",
                    "credentialsLock", "0",
                    "supportEmailAddress", "help@example.org")));
    ManagedConfiguration built = builder(read).build(ACCOUNT);
    assertThat(built.packageName()).isEqualTo("com.davdroid");
    assertThat(built.values())
        .containsEntry("license", "\"domain\": \"example.org\"")
        .containsEntry("support_email_address", "help@example.org")
        .containsEntry("login_credentials_lock", 0);
    assertThat(builder(read).warnings()).isEmpty();
  }

  @Test
  void faultySettingsAreRefusedByName() throws IOException {
    assertThatThrownBy(() -> Davx5Settings.read(Settings.of("davx5", Map.of("lock", "1"))))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("davx5.lock");
    assertThatThrownBy(
            () -> Davx5Settings.read(Settings.of("davx5", Map.of("credentialsLock", "on"))))
        .hasMessageContaining("davx5.credentialsLock");
    assertThatThrownBy(
            () -> Davx5Settings.read(Settings.of("davx5", Map.of("licence", "/absent/file"))))
        .isInstanceOf(Davx5Refused.class)
        .hasMessageContaining("cannot be read");
    Path licence = Files.writeString(folder.resolve("l.json"), "{\"license\": {\"a\": 1}}");
    assertThatThrownBy(() -> Davx5Licence.read(licence)).hasMessageContaining("license: missing");
    Files.writeString(licence, "{\"licence\": \"a\"}");
    assertThatThrownBy(() -> Davx5Licence.read(licence)).hasMessageContaining("licence: unknown");
    assertThatThrownBy(() -> SAMPLE.withText("login_password", "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noSecretShowsItself() {
    Davx5Builder builder = builder(SAMPLE);
    assertThat(builder.build(ACCOUNT).toString()).doesNotContain(FAKE_PASSWORD);
    assertThat(SAMPLE.toString()).doesNotContain(Davx5Licence.sample().text());
    assertThat(builder.warnings()).extracting(Finding::toString).noneMatch(s -> s.contains("Fake"));
  }

  private static CalDavAccount account(String userName, String password) {
    return CalDavAccount.of(
        "caldav.example.org", 443, userName.replace(':', ';'), Secret.of(password));
  }

  private static Davx5Builder builder(Davx5Settings settings) {
    return builder(settings, Davx5Plan.ourPassword());
  }

  private static Davx5Builder builder(Davx5Settings settings, Davx5Plan plan) {
    return new Davx5Builder(Davx5Templates.builtIn(), settings, plan);
  }

  private void template(String text) throws IOException {
    Files.createDirectories(folder.resolve("android"));
    Files.writeString(folder.resolve("android/davx5-managed.json"), text);
  }
}
