package io.kalends.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.enrollment.Platform;
import io.kalends.finding.Finding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppleKeyTableTest {

  private static final String CLEAR = "PayloadContent[0].CalDAVPassword";

  /** One deviation each, made in a profile that has none but its clear password. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<integer>443</integer> | <real>443</real> | CalDAVPort | error | real, must be integer",
        "<integer>443</integer> | <string>443</string> | CalDAVPort | error | string, must be",
        "<integer>443</integer> | <integer>0</integer> | CalDAVPort | error | outside 1 to 65535",
        "<integer>443</integer> | <integer>65536</integer> | CalDAVPort | error | outside",
        "<key>CalDAVPort</key><integer>443</integer> | '' | CalDAVPort | warning | is missing",
        "<key>CalDAVUseSSL</key><true/> | '' | CalDAVUseSSL | warning | before iOS 16",
        "<true/> | <false/> | CalDAVUseSSL | error | travel in clear",
        "<true/> | <string>true</string> | CalDAVUseSSL | error | must be boolean",
        "caldav.example.org | https://caldav.example.org | CalDAVHostName | error | scheme",
        "caldav.example.org | caldav.example.org/dav | CalDAVHostName | error | path",
        "caldav.example.org | caldav.example.org:443 | CalDAVHostName | error | port",
        "caldav.example.org | kalender.exämple.org | CalDAVHostName | error | punycode",
        "caldav.example.org | '' | CalDAVHostName | error | is empty",
        "<key>CalDAVHostName</key><string>caldav.example.org</string> | '' | CalDAVHostName | error | missing",
        "u_anna | u:anna | CalDAVUsername | error | colon",
        "<key>CalDAVUsername</key><string>u_anna</string> | '' | CalDAVUsername | warning | asked",
        "CalDAVUsername | CalDAVUserName | CalDAVUserName | warning | no key of Apple's table; known: CalDAV",
        "Annas calendar | '' | CalDAVAccountDescription | error | is empty",
        "<key>CalDAVAccountDescription</key><string>Annas calendar</string> | '' | CalDAVAccountDescription | warning | missing",
        "com.apple.caldav.account | com.apple.wifi.managed | PayloadType | warning | not in this table",
        "org.example.outer.caldav | org.example.outer | PayloadIdentifier | error | same as PayloadIdentifier",
        "org.example.outer.caldav | '' | PayloadIdentifier | error | is empty",
        "11111111-2222-4333-8444-555555555555 | 99999999-2222-4333-8444-555555555555 | PayloadUUID | error | same as",
        "11111111-2222-4333-8444-555555555555 | one | PayloadUUID | warning | 8-4-4-4-12",
        "11111111-2222-4333-8444-555555555555 | '' | PayloadUUID | error | is empty",
      })
  void deviationOfThePayloadIsFound(
      String was, String becomes, String key, String severity, String text) {
    assertFound(changed(was, becomes), "PayloadContent[0]." + key, severity, text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Configuration | Profile | PayloadType | error | must be Configuration",
        "<integer>1</integer><!--top--> | <string>1</string> | PayloadVersion | error | must be integer",
        "<integer>1</integer><!--top--> | <integer>2</integer> | PayloadVersion | error | must be 1",
        "<key>PayloadVersion</key><integer>1</integer><!--top--> | '' | PayloadVersion | error | missing",
        "<!--more--> | <key>PayloadScope</key><string>Both</string> | PayloadScope | error | User or System",
        "<!--more--> | <key>TargetDeviceType</key><integer>7</integer> | TargetDeviceType | error | 0 to 6",
        "<!--more--> | <key>ConsentText</key><dict/> | ConsentText | warning | pushes",
        "<!--more--> | <key>PayloadRemovalDisallowed</key><true/> | PayloadRemovalDisallowed | warning | User Enrollment",
        "<!--more--> | <key>PayloadDescription</key><string/> | PayloadDescription | error | is empty",
        "<!--more--> | <key>Colour</key><string>x</string> | Colour | warning | no key of Apple's table",
        "<!--more--> | <key>IsEncrypted</key><true/> | EncryptedPayloadContent | error | missing",
        "<key>PayloadContent</key><array> | <key>PayloadContent</key><array><string/> | PayloadContent | error | no dictionary",
      })
  void deviationOfTheTopLevelIsFound(
      String was, String becomes, String where, String severity, String text) {
    assertFound(changed(was, becomes), where, severity, text);
  }

  @Test
  void profileWithoutPayloadsIsEmpty() {
    byte[] empty = bytes(plain().replaceFirst("(?s)<array>.*</array>", "<array/>"));
    assertFound(empty, "PayloadContent", "error", "at least one payload");
  }

  @Test
  void twoAccountsOfOneNameExcludeEachOther() {
    String account = plain().replaceFirst("(?s).*<array>(.*)</array>.*", "$1");
    byte[] twice = bytes(plain().replace("</array>", account + "</array>"));
    assertFound(twice, "PayloadContent[1].CalDAVAccountDescription", "error", "exclude");
    assertFound(twice, "PayloadContent[1].PayloadUUID", "error", "must be unique");
    assertFound(twice, "PayloadContent[1].PayloadIdentifier", "error", "must be unique");
  }

  @ParameterizedTest
  @CsvSource({"/principals/anna/", "http://caldav.example.org/p", "https://other.example.org/p"})
  void principalUrlThatMayBreakSetUpIsNamed(String url) {
    byte[] with =
        changed(
            "<key>CalDAVUseSSL</key>",
            "<key>CalDAVPrincipalURL</key><string>" + url + "</string><key>CalDAVUseSSL</key>");
    assertFound(with, "PayloadContent[0].CalDAVPrincipalURL", "warning", "absolute https URL");
  }

  @Test
  void clearPasswordIsExposureAndAMissingOneAPrompt() {
    assertThat(AppleKeyTable.deviations(bytes(plain())))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.where()).isEqualTo(CLEAR);
              assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
              assertThat(finding.text()).contains("readable");
            });
    assertFound(
        changed("<key>CalDAVPassword</key><string>not-a-real-password</string>", ""),
        CLEAR,
        "warning",
        "asked for it");
  }

  @Test
  void rootCertificateMustBeOne() {
    byte[] with =
        changed(
            "<array>",
            "<array><dict><key>PayloadType</key><string>com.apple.security.root</string>"
                + "<key>PayloadVersion</key><integer>1</integer><key>PayloadIdentifier</key>"
                + "<string>org.example.root</string><key>PayloadUUID</key>"
                + "<string>77777777-2222-4333-8444-555555555555</string>"
                + "<key>PayloadContent</key><data>AAAA</data></dict>");
    assertFound(with, "PayloadContent[0].PayloadContent", "error", "no X.509 certificate");
  }

  @Test
  void whatWeBuildDeviatesInNothingButTheClearPassword() {
    for (Platform platform : List.of(Platform.IOS, Platform.MACOS)) {
      Profile built = Given.builder().build(Given.device(platform), Given.ANNA, Given.ACCOUNT, 1);
      assertThat(AppleKeyTable.deviations(built.unsigned().bytes()))
          .extracting(Finding::where)
          .containsExactly(CLEAR);
    }
  }

  @Test
  void findingsQuoteNoValueAndNoHostileKeyAsItIs() {
    byte[] hostile =
        changed("<!--more-->", "<key>\u202Eevil\u0085</key><string>canary-not-real</string>");
    assertThat(AppleKeyTable.deviations(hostile).toString())
        .contains("\"\\u{202e}evil\\u{85}\"")
        .doesNotContain("\u202E", "\u0085", "canary-not-real", "not-a-real-password");
  }

  private static void assertFound(byte[] plist, String where, String severity, String text) {
    assertThat(AppleKeyTable.deviations(plist))
        .anySatisfy(
            finding -> {
              assertThat(finding.where()).isEqualTo(where);
              assertThat(finding).asString().startsWith(severity).contains(text);
            });
  }

  private static byte[] changed(String was, String becomes) {
    assertThat(plain()).contains(was);
    return bytes(plain().replace(was, becomes));
  }

  private static byte[] bytes(String plist) {
    return plist.getBytes(StandardCharsets.UTF_8);
  }

  private static String plain() {
    return """
    <plist version="1.0"><dict>
    <key>PayloadType</key><string>Configuration</string>
    <key>PayloadVersion</key><integer>1</integer><!--top-->
    <key>PayloadIdentifier</key><string>org.example.outer</string>
    <key>PayloadUUID</key><string>99999999-2222-4333-8444-555555555555</string>
    <!--more-->
    <key>PayloadContent</key><array><dict>
    <key>PayloadType</key><string>com.apple.caldav.account</string>
    <key>PayloadVersion</key><integer>1</integer>
    <key>PayloadIdentifier</key><string>org.example.outer.caldav</string>
    <key>PayloadUUID</key><string>11111111-2222-4333-8444-555555555555</string>
    <key>CalDAVAccountDescription</key><string>Annas calendar</string>
    <key>CalDAVHostName</key><string>caldav.example.org</string>
    <key>CalDAVPort</key><integer>443</integer>
    <key>CalDAVUseSSL</key><true/>
    <key>CalDAVUsername</key><string>u_anna</string>
    <key>CalDAVPassword</key><string>not-a-real-password</string>
    </dict></array>
    </dict></plist>
    """;
  }
}
