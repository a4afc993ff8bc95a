package io.kalends.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.dd.plist.NSArray;
import com.dd.plist.NSData;
import com.dd.plist.NSDictionary;
import com.dd.plist.NSNumber;
import com.dd.plist.NSString;
import io.kalends.enrollment.Platform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileTextTest {

  @Test
  void profileIsShownAsAnAlignedTreeWithItsPasswordMasked() {
    Profile built =
        Given.builder()
            .trusting(Given.certificate("example-root.pem"))
            .build(Given.device(Platform.IOS), Given.ANNA, Given.ACCOUNT, 1);
    String shown = ProfileText.of(ProfileReader.read(built.unsigned().bytes()));
    assertThat(shown)
        .contains("    CalDAVHostName            \"caldav.example.org\"\n")
        .contains("    CalDAVPassword            ***\n")
        .contains("    CalDAVPort                443\n")
        .contains("    CalDAVUseSSL              true\n")
        .contains("PayloadContent\n  [0]\n")
        .containsPattern("PayloadContent +data, \\d{3} bytes \\(ASN\\.1: a certificate")
        .doesNotContain(Given.PASSWORD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Password", "CalDAVPassword", "userpassword", "SharedSecret", "AuthToken"})
  void whateverStandsUnderASecretKeyIsMasked(String key) {
    NSDictionary nested = new NSDictionary();
    nested.put("a", new NSString("canary-not-real"));
    for (var value :
        new com.dd.plist.NSObject[] {
          new NSString("canary-not-real"),
          new NSNumber(123_456),
          new NSData("canary-not-real".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
          new NSArray(new NSString("canary-not-real")),
          nested
        }) {
      NSDictionary profile = new NSDictionary();
      profile.put(key, value);
      assertThat(ProfileText.of(profile)).isEqualTo(key + "  ***\n");
    }
  }

  @Test
  void flagsAboutPasswordsAreNoSecret() {
    NSDictionary profile = new NSDictionary();
    profile.put("HasRemovalPasscode", new NSNumber(true));
    assertThat(ProfileText.of(profile)).isEqualTo("HasRemovalPasscode  true\n");
  }

  @Test
  void loginInAUrlIsMasked() {
    NSDictionary profile = new NSDictionary();
    profile.put("URL", new NSString("https://anna:canary-not-real@example.org/x"));
    assertThat(ProfileText.of(profile)).isEqualTo("URL  \"https://***@example.org/x\"\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001B[2J",
        "\r",
        "\n",
        "\u202E",
        "\u2066",
        "\u200F",
        "\u200B",
        "\u2028",
        "\u0085",
        "\u0000",
        "\uD800",
        "\u00AD",
        "\uFEFF",
        "\uE000",
        "\u00A0"
      })
  void whatCouldFoolATerminalIsShownAsItsCodePoint(String hostile) {
    NSDictionary profile = new NSDictionary();
    profile.put("Name", new NSString("a" + hostile + "b"));
    profile.put("K" + hostile, new NSString("x"));
    String escaped = "\\u{" + Integer.toHexString(hostile.codePointAt(0)) + "}";
    assertThat(ProfileText.of(profile))
        .contains("\"a" + escaped)
        .contains("\"K" + escaped)
        .hasLineCount(2);
    if (!hostile.equals("\n")) {
      assertThat(ProfileText.of(profile)).doesNotContain(hostile.substring(0, 1));
    }
  }

  @Test
  void printableTextIsShownAsItIsAndQuotesAreTold() {
    NSDictionary profile = new NSDictionary();
    profile.put("Name", new NSString("Zoë 张伟 😀 \"x\" \\"));
    assertThat(ProfileText.of(profile)).isEqualTo("Name  \"Zoë 张伟 😀 \\\"x\\\" \\\\\"\n");
  }

  @Test
  void longTextsAreCutAndSaySo() {
    NSDictionary profile = new NSDictionary();
    profile.put("Name", new NSString("x".repeat(10_240)));
    assertThat(ProfileText.of(profile)).hasSizeLessThan(300).contains("… (10240)");
  }

  @Test
  void theTextFourHundredFortyThreeIsNotTheNumber() {
    NSDictionary profile = new NSDictionary();
    profile.put("Port", new NSString("443"));
    assertThat(ProfileText.of(profile)).isEqualTo("Port  \"443\"\n");
  }
}
