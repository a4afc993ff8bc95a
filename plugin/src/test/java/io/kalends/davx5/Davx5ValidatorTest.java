package io.kalends.davx5;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.delivery.ManagedConfiguration;
import io.kalends.finding.Finding;
import io.kalends.finding.Finding.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Davx5ValidatorTest {

  private static final String MANAGED = "com.davdroid.managed";
  private static final String FAKE_PASSWORD = "FakePasswordOnlyForTests0123456789";
  private static final Davx5Plan OURS = Davx5Plan.ourPassword();
  private static final Davx5Plan FOREIGN = Davx5Plan.foreignPassword();

  private static final String SOUND =
      """
      {"license": "\\"domain\\": \\"example.org\\"", "license_signature": "RkFLRQ==",
       "login_base_url": "https://caldav.example.org/", "login_user_name": "u_1",
       "login_password": "FakePasswordOnlyForTests0123456789", "login_credentials_lock": 1}
      """;

  @Test
  void aSoundConfigurationHasNoFindings() {
    assertThat(with("preselect_collections", "1", OURS)).isEmpty();
  }

  @Test
  void everyDocumentedKeyIsKnownAndOnceOnly() {
    assertThat(Davx5Key.ALL).hasSize(30);
    String all =
        """
        {"license": "\\"domain\\": \\"example.org\\"", "license_signature": "RkFLRQ==",
         "organization": "O", "logo_url": "https://example.org/logo.png",
         "support_homepage_url": "https://example.org/", "support_email_address": "a@example.org",
         "support_phone_number": "+49 1", "login_introduction": "<b>100 % yours</b>",
         "login_base_url": "https://caldav.example.org/%e5%bc%a0/", "login_type": "DEFAULT",
         "login_user_name": "u", "login_password": "FakePasswordOnlyForTests0123456789",
         "login_credentials_lock": 0, "login_certificate_alias": "a",
         "login_certificate_and_password": true, "preselect_collections": 2,
         "preselect_collections_excluded": ".*%C3%A4{2}.*", "force_read_only_addressbooks": false,
         "max_accounts": 1, "proxy_type": 1, "override_proxy_host": "proxy.example.org",
         "override_proxy_port": 3128, "default_sync_interval": 86400, "wifi_only": true,
         "wifi_only_ssids": "a,b", "contact_group_method": "CATEGORIES",
         "manage_calendar_colors": true, "event_colors": false, "default_alarm": -1,
         "show_only_personal": -1}
        """;
    assertThat(Davx5ValidatorTest.check(all, OURS)).isEmpty();
    Davx5Key.ALL.keySet().forEach(key -> assertThat(all).contains("\"" + key + "\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "organization                  | 7                           | must be text",
        "organization                  | null                        | must be text",
        "organization                  | [\"a\"]                     | must be text",
        "logo_url                      | \"http://example.org/l\"    | unencrypted",
        "logo_url                      | \"example.org/l\"           | https://",
        "support_homepage_url          | \"HTTP://example.org\"      | unencrypted",
        "login_base_url                | \"http://example.org/\"     | https://",
        "login_base_url                | \"caldav://example.org/\"   | unencrypted",
        "login_base_url                | \"carddav://example.org/\"  | unencrypted",
        "login_base_url                | \"davx5://example.org/\"    | https://",
        "login_base_url                | \"https://u:p@example.org/\"| user information",
        "login_base_url                | \"https://example.org/#x\"  | fragment",
        "login_base_url                | \"https://ex ample.org/\"   | not a URL",
        "login_base_url                | \"https://example.org:0/\"  | port",
        "login_base_url                | \"\"                        | empty",
        "login_type                    | \"OAUTH\"                   | DEFAULT, NEXTCLOUD_LOGIN_FLOW",
        "login_user_name               | \"a:b\"                     | colon",
        "login_user_name               | \" a\"                      | cuts off",
        "login_credentials_lock        | 3                           | 0 to 2",
        "login_credentials_lock        | true                        | must be an integer",
        "login_credentials_lock        | \"1\"                       | must be an integer",
        "login_certificate_and_password| 1                           | must be true or false",
        "preselect_collections         | -1                          | 0 to 2",
        "preselect_collections_excluded| \"(\"                       | regular expression",
        "force_read_only_addressbooks  | \"false\"                   | must be true or false",
        "max_accounts                  | 0                           | 1 or more",
        "max_accounts                  | 4294967296                  | must be an integer",
        "max_accounts                  | 1.5                         | must be an integer",
        "proxy_type                    | 3                           | -1 to 2",
        "override_proxy_port           | 65536                       | 1 to 65535",
        "default_sync_interval         | 901  | 900, 1800, 3600, 7200, 14400, 86400",
        "contact_group_method          | \"categories\"              | GROUP_VCARDS, CATEGORIES",
        "default_alarm                 | -2                          | -1 or more",
        "show_only_personal            | 2                           | -1 to 1",
        "login_lock_credentials        | true                        | login_credentials_lock",
        "override_proxy                | true                        | proxy_type",
        "sync_all_collections          | true                        | preselect_collections",
        "account_name                  | \"Work\"                    | unknown",
        "organization                  | \"{{company}}\"             | variable",
        "login_user_name               | \"%CUSTOM1%\"               | variable",
        "login_base_url                | \"https://%NUMBER%/\"       | variable",
        "login_password                | \"${login_password}\"       | placeholder",
        "license                       | \"{\\\"a\\\": 1}\"          | outer braces",
        "license                       | \"no json\"                 | JSON object",
        "license_signature             | \"n*t Base64\"              | Base64",
      })
  void aWrongValueIsAnErrorThatNamesKeyAndFix(String key, String json, String fix) {
    List<Finding> findings = with(key, json, FOREIGN);
    assertThat(findings)
        .anySatisfy(
            f -> {
              assertThat(f.severity()).isEqualTo(Severity.ERROR);
              assertThat(f.where()).isEqualTo(key);
              assertThat(f.text()).contains(fix);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"license", "license_signature", "login_base_url"})
  void whatIsRequiredMustBeThere(String key) {
    Map<String, Object> values = sound();
    values.remove(key);
    assertThat(Davx5Validator.check(new ManagedConfiguration(MANAGED, values), OURS))
        .singleElement()
        .satisfies(f -> assertThat(f.toString()).startsWith("error: " + key + ": missing"));
  }

  @Test
  void aWhiteLabelWithoutLicenceIsOnlyWarnedAboutAndManagedDavx5IsRefused() {
    Map<String, Object> values = sound();
    values.remove("license");
    values.remove("license_signature");
    assertThat(Davx5Validator.check(new ManagedConfiguration("com.infomaniak.sync", values), OURS))
        .extracting(Finding::severity)
        .containsExactly(Severity.WARNING);
    assertThat(Davx5Validator.check(new ManagedConfiguration(MANAGED, values), OURS))
        .extracting(Finding::severity)
        .containsExactly(Severity.ERROR);
  }

  @Test
  void theStandardAppIsRefusedWithTheWaysThatWork() {
    assertThat(Davx5Validator.check(new ManagedConfiguration("at.bitfire.davdroid", sound()), OURS))
        .singleElement()
        .satisfies(
            f ->
                assertThat(f.toString())
                    .startsWith("error: package: ")
                    .contains(MANAGED, "davx5:// link", "QR code"));
  }

  @Test
  void aLockForGoodIsRefusedOnlyWhileRotationIsPlanned() {
    assertThat(with("login_credentials_lock", "2", OURS)).isEmpty();
    assertThat(with("login_credentials_lock", "2", OURS.rotating()))
        .singleElement()
        .satisfies(f -> assertThat(f.where()).isEqualTo("login_credentials_lock"));
    assertThat(with("login_credentials_lock", "1", OURS.rotating())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Fake+PasswordOnlyForTests0123456789",
        "FakePasswordÖnlyForTests0123456789",
        "01234567890123456789012345678901",
        "FakePasswordTooShort"
      })
  void ourPasswordOutsideTheAlphabetIsAnErrorThatDoesNotQuoteIt(String password) {
    assertThat(with("login_password", "\"" + password + "\"", OURS))
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.severity()).isEqualTo(Severity.ERROR);
              assertThat(f.toString()).doesNotContain(password);
            });
  }

  @Test
  void aForeignPasswordOutsideTheAlphabetIsAWarning() {
    assertThat(with("login_password", "\"fakeabc12\"", FOREIGN)).isEmpty();
    for (String odd : List.of("fake$abc", "123456789", "fäke", "fake:abc")) {
      assertThat(with("login_password", "\"" + odd + "\"", FOREIGN))
          .extracting(Finding::severity)
          .containsExactly(Severity.WARNING);
    }
    assertThat(with("login_password", "\"fake \"", FOREIGN)).anyMatch(f -> isError(f));
  }

  @Test
  void aPasswordBesideAnotherWayToLogInIsAWarning() {
    assertThat(with("login_type", "\"NEXTCLOUD_LOGIN_FLOW\"", OURS))
        .extracting(Finding::where, Finding::severity)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("login_password", Severity.WARNING));
    assertThat(with("login_certificate_alias", "\"device\"", OURS))
        .extracting(Finding::severity)
        .containsExactly(Severity.WARNING);
  }

  @Test
  void aProxyNeedsHostAndPortAndTheyNeedIt() {
    assertThat(with("proxy_type", "2", OURS))
        .extracting(Finding::where)
        .containsExactly("override_proxy_host", "override_proxy_port");
    assertThat(with("proxy_type", "0", OURS)).isEmpty();
    assertThat(with("override_proxy_host", "\"proxy.example.org\"", OURS))
        .extracting(Finding::severity)
        .containsExactly(Severity.WARNING);
  }

  @Test
  void aVariableTheMdmExpandsItselfIsNoError() {
    Davx5Plan plan = OURS.expanding(Set.of("{{mail}}"));
    assertThat(with("login_user_name", "\"{{mail}}\"", plan)).isEmpty();
    assertThat(with("login_user_name", "\"{{mail}}{{serial}}\"", plan)).anyMatch(f -> isError(f));
  }

  @Test
  void theSampleLicenceIsToldFromARealOne() {
    Map<String, Object> values = sound();
    values.put("license", Davx5Licence.sample().text());
    values.put("license_signature", Davx5Licence.sample().signature());
    assertThat(Davx5Validator.check(new ManagedConfiguration(MANAGED, values), OURS))
        .singleElement()
        .satisfies(f -> assertThat(f.toString()).startsWith("warning: license: the sample"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"FakePasswordOnlyForTests0123456789\"",
        "FakePasswordOnlyForTests0123456789",
        "{\"login_password\": FakePasswordOnlyForTests0123456789}",
        "{\"login_password\": \"FakePasswordOnlyForTests0123456789\"",
        "{\"organization\": \"a\", \"organization\": \"b\"}",
        "{} {}",
        "\u0000"
      })
  void textThatIsNoJsonObjectIsOneErrorWithoutAWordOfIt(String text) {
    assertThat(check(text, OURS))
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.severity()).isEqualTo(Severity.ERROR);
              assertThat(f.toString()).doesNotContain(FAKE_PASSWORD).doesNotContain("\u0000");
            });
  }

  @Test
  void bytesThatAreNoTextAndHugeOnesAreFindingsToo() {
    assertThat(Davx5Validator.checkJson(new byte[] {'{', '"', (byte) 0xFF}, MANAGED, OURS))
        .singleElement()
        .satisfies(f -> assertThat(f.where()).isEqualTo("encoding"));
    assertThat(Davx5Validator.checkJson(new byte[(1 << 20) + 1], MANAGED, OURS))
        .singleElement()
        .satisfies(f -> assertThat(f.where()).isEqualTo("size"));
    assertThat(check("[".repeat(100_000), OURS)).hasSize(1);
  }

  @Test
  void aHostileKeyIsMadeHarmless() {
    assertThat(with("\\u001b[2J\\u202e" + "x".repeat(500), "1", OURS))
        .singleElement()
        .satisfies(
            f -> assertThat(f.where()).matches("[\\x21-\\x7e]+").hasSizeLessThanOrEqualTo(103));
  }

  private static boolean isError(Finding finding) {
    return finding.severity() == Severity.ERROR;
  }

  private static Map<String, Object> sound() {
    return new LinkedHashMap<>(Davx5Json.read(SOUND.getBytes(UTF_8), MANAGED).values());
  }

  /** The sound configuration with one more or another value, the latter as JSON. */
  private static List<Finding> with(String key, String json, Davx5Plan plan) {
    StringBuilder text = new StringBuilder("{");
    sound()
        .forEach(
            (k, v) -> {
              if (!k.equals(key)) {
                String value = v instanceof String s ? quoted(s) : v.toString();
                text.append(quoted(k)).append(": ").append(value).append(", ");
              }
            });
    return check(text + "\"" + key + "\": " + json + "}", plan);
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\"", "\\\"") + "\"";
  }

  private static List<Finding> check(String json, Davx5Plan plan) {
    return Davx5Validator.checkJson(json.getBytes(UTF_8), MANAGED, plan);
  }
}
