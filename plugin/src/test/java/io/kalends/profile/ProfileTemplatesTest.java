package io.kalends.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kalends.enrollment.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProfileTemplatesTest {

  private static final String LAUGHS =
      "<!DOCTYPE plist [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;\">]>"
          + "<plist version=\"1.0\"><dict><key>k</key><string>&c;</string></dict></plist>";

  @TempDir private Path folder;
  private String ios;

  @BeforeEach
  void builtInText() throws IOException {
    try (InputStream in =
        getClass().getResourceAsStream("/io/kalends/profile-templates/apple/ios.mobileconfig")) {
      ios = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    Files.createDirectories(folder.resolve("apple"));
  }

  @Test
  void folderOverridesFileByFile() throws IOException {
    override(ios.replace("Calendar: ", "Kalender: "));
    ProfileBuilder builder =
        new ProfileBuilder(ProfileTemplates.with(folder), ProfileNaming.of("example"));
    assertThat(text(builder, Platform.IOS)).contains("<string>Kalender: ");
    assertThat(text(builder, Platform.MACOS)).contains("<string>Calendar: ");
  }

  @Test
  void folderWithoutAppleTemplatesChangesNothing() throws IOException {
    Files.delete(folder.resolve("apple"));
    ProfileBuilder builder =
        new ProfileBuilder(ProfileTemplates.with(folder), ProfileNaming.of("example"));
    assertThat(text(builder, Platform.IOS)).isEqualTo(text(Given.builder(), Platform.IOS));
  }

  @Test
  void orderIndentationAndCommentsOfATemplateDoNotMatter() throws IOException {
    String version = "\t<key>PayloadVersion</key>\n\t<integer>1</integer>\n";
    override(
        ios.replaceFirst(version, "<!-- moved -->")
            .replaceFirst("</dict>\\s*</plist>", version.strip() + "</dict></plist>"));
    ProfileBuilder builder =
        new ProfileBuilder(ProfileTemplates.with(folder), ProfileNaming.of("example"));
    assertThat(text(builder, Platform.IOS)).isEqualTo(text(Given.builder(), Platform.IOS));
  }

  @Test
  void placeholderOfALongerTextIsFilledInPlace() throws IOException {
    override(
        ios.replace(
            "Calendar: ${calendar.name}",
            "a ${owner.name} & ${owner.address} b".replace("&", "&amp;")));
    ProfileBuilder builder =
        new ProfileBuilder(ProfileTemplates.with(folder), ProfileNaming.of("example"));
    assertThat(text(builder, Platform.IOS))
        .contains("<string>a Anna Müller &amp; anna@example.org b</string>");
  }

  @Test
  void textThatHoldsAMissingValueIsLeftOutWithItsKey() throws IOException {
    override(ios.replace("Calendar: ${calendar.name}", "Calendar of ${organization.name}"));
    ProfileTemplates templates = ProfileTemplates.with(folder);
    ProfileNaming naming = ProfileNaming.of("example");
    assertThat(text(new ProfileBuilder(templates, naming), Platform.IOS))
        .doesNotContain("Calendar of");
    assertThat(text(new ProfileBuilder(templates, naming.withOrganization("X")), Platform.IOS))
        .contains("<string>Calendar of X</string>");
  }

  @Test
  void ownConstantsOfEveryTypeAreKept() throws IOException {
    override(
        ios.replaceFirst(
            "<dict>",
            "<dict><key>DurationUntilRemoval</key><real>86400.5</real>"
                + "<key>RemovalDate</key><date>2030-01-02T03:04:05Z</date>"
                + "<key>TargetDeviceType</key><integer>1</integer>"
                + "<key>IsEncrypted</key><false/>"));
    ProfileBuilder builder =
        new ProfileBuilder(ProfileTemplates.with(folder), ProfileNaming.of("example"));
    assertThat(text(builder, Platform.IOS))
        .contains(
            "<real>86400.5</real>",
            "<date>2030-01-02T03:04:05Z</date>",
            "<integer>1</integer>",
            "<false/>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "${owner.name} | ${owner.nam} | PayloadDescription | unknown placeholder",
        "${owner.name} | ${owner.name | PayloadDescription | not closed",
        "${owner.name} | ${account.port} | PayloadDescription | must stand alone",
        "${owner.name} | ${account.password} | PayloadDescription | the password may stand in",
        "CalDAVPrincipalURL | CalDAVPrincipleURL | PayloadContent[1].CalDAVPrincipleURL | known: ",
        "com.apple.security.root | com.apple.security.pem | PayloadContent[0].PayloadType | known:",
        "<string>${account.port} | <string>x${account.port} | PayloadContent[1].CalDAVPort | stand",
        "${account.port} | 443 | PayloadContent[1].CalDAVPort | must be",
        "${account.tls} | ${account.host} | PayloadContent[1].CalDAVUseSSL | must be",
        "${account.identifier} | io.me | PayloadContent[1].PayloadIdentifier | must be",
        "${profile.uuid} | ${account.uuid} | PayloadUUID | must be <string>${profile.uuid}",
        "<string>Configuration | <string>${organization.name} | PayloadType | ",
        "<integer>1</integer> | <string>1</string> | PayloadVersion | must be integer",
        "${certificate.data} | ${owner.name} | PayloadContent[0].PayloadContent | must be data",
        "Calendar: ${calendar.name} | ${account.tls} | PayloadDisplayName | must be string",
        "com.apple.caldav.account | com.apple.security.root | PayloadContent | exactly one",
        "<key>CalDAVAccountDescription | <key>${owner.name} | ${owner.name} | key cannot hold",
        "Calendar: ${calendar.name} |  | PayloadDisplayName | is empty",
        "<key>PayloadOrganization | <key>PayloadScope | PayloadScope | macOS only",
      })
  void mistakesInATemplateAreNamedWithTheirPlace(
      String was, String becomes, String where, String what) throws IOException {
    assertThat(ios).contains(was);
    override(ios.replace(was, becomes == null ? "" : becomes));
    assertThatExceptionOfType(InvalidTemplate.class)
        .isThrownBy(() -> ProfileTemplates.with(folder))
        .withMessageContaining("ios.mobileconfig: ")
        .withMessageContaining(where)
        .withMessageContaining(what == null ? "" : what);
  }

  static Stream<Arguments> filesThatAreNoTemplate() {
    return Stream.of(
        Arguments.of("", "is empty"),
        Arguments.of("hello", "neither an XML nor a binary"),
        Arguments.of("{ a = b; }", "neither an XML nor a binary"),
        Arguments.of("<plist><dict>", "not well-formed"),
        Arguments.of("<html/>", "<plist>"),
        Arguments.of("<plist version=\"1.0\"><array/></plist>", "dictionary"),
        Arguments.of("<plist version=\"1.0\"><dict/></plist>", "PayloadIdentifier"),
        Arguments.of(LAUGHS, "entities"),
        Arguments.of("<!DOCTYPE html><plist><dict/></plist>", "document type"),
        Arguments.of(
            "<plist>" + "<array>".repeat(100) + "</array>".repeat(100) + "</plist>",
            "nested too deeply"),
        Arguments.of("<plist>" + " ".repeat(300_000) + "</plist>", "bytes"));
  }

  @ParameterizedTest
  @MethodSource("filesThatAreNoTemplate")
  void filesThatAreNoTemplateAreRefused(String content, String why) throws IOException {
    override(content);
    assertThatExceptionOfType(InvalidTemplate.class)
        .isThrownBy(() -> ProfileTemplates.with(folder))
        .withMessageContaining("ios.mobileconfig")
        .withMessageContaining(why);
  }

  @Test
  void macTemplateMustNameTheUserScope() throws IOException {
    Files.writeString(folder.resolve("apple/macos.mobileconfig"), ios);
    assertThatExceptionOfType(InvalidTemplate.class)
        .isThrownBy(() -> ProfileTemplates.with(folder))
        .withMessageContaining("PayloadScope: must be User");
  }

  @Test
  void misspeltFileNamesAreNotIgnored() throws IOException {
    Files.writeString(folder.resolve("apple/iso.mobileconfig"), ios);
    assertThatExceptionOfType(InvalidTemplate.class)
        .isThrownBy(() -> ProfileTemplates.with(folder))
        .withMessageContaining("iso.mobileconfig")
        .withMessageContaining("apple/ios.mobileconfig");
  }

  @Test
  void folderThatIsNotThereIsAnError() {
    assertThatExceptionOfType(InvalidTemplate.class)
        .isThrownBy(() -> ProfileTemplates.with(folder.resolve("missing")))
        .withMessageContaining("is not there");
  }

  private void override(String content) throws IOException {
    Files.writeString(folder.resolve("apple/ios.mobileconfig"), content);
  }

  private static String text(ProfileBuilder builder, Platform platform) {
    return new String(
        builder.build(Given.device(platform), Given.ANNA, Given.ACCOUNT, 1).unsigned().bytes(),
        StandardCharsets.UTF_8);
  }
}
