package io.kalends.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.dd.plist.NSArray;
import com.dd.plist.NSDictionary;
import com.dd.plist.XMLPropertyListParser;
import io.kalends.account.CalDavAccount;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import io.kalends.finding.Finding;
import io.kalends.secret.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Any text comes back unchanged, from two parsers that did not write it, or is refused by name. */
class RoundTripTest {

  private static final int ROUNDS = Boolean.getBoolean("full") ? 50_000 : 1_000;
  private static final String PLAIN = "plain";
  private static final String[] HOSTILE = {
    "\"quoted\" 'twice'",
    "]]>",
    "<![CDATA[",
    "a & b",
    "&amp;",
    "&#0;",
    "<string>",
    "</dict>",
    "${account.password}",
    "$1",
    "\\",
    "\u0000",
    "\u0007",
    "\r",
    "\r\n",
    "\n",
    "\t",
    "\u0085",
    "\u2028",
    "\uD800",
    "\uDC00x",
    "\uFFFE",
    "\uFFFF",
    "\uFEFF",
    "\u202Emoc.elpmaxe",
    "\u200F",
    "\u05D0\u05D1",
    "\uD83D\uDC69\u200D\uD83D\uDCBB",
    "e\u0301",
    " leading",
    "trailing ",
    "  ",
    "\u00A0",
    "\u3000",
    "İıŞ",
    "%s%n",
    "\uD83F\uDFFE",
    "\uE000",
    "--",
    "<?xml?>",
    "<!ENTITY x>"
  };

  @TempDir private Path folder;
  private ProfileTemplates carryingTheDeviceName;

  @BeforeEach
  void templateThatCarriesTheDeviceName() throws IOException {
    try (InputStream in =
        getClass().getResourceAsStream("/io/kalends/profile-templates/apple/ios.mobileconfig")) {
      String builtIn = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      String description = "Sets up the calendar account of ${owner.name}.";
      assertThat(builtIn).contains(description);
      Files.createDirectories(folder.resolve("apple"));
      Files.writeString(
          folder.resolve("apple/ios.mobileconfig"),
          builtIn
              .replace(description, "${owner.name}")
              .replace("Calendar: ${calendar.name}", "${device.name}"));
    }
    carryingTheDeviceName = ProfileTemplates.with(folder);
  }

  @Test
  void anyTextComesBackUnchangedOrIsRefusedByName() throws Exception {
    long seed = Long.getLong("kalends.seed", System.nanoTime());
    System.out.println("RoundTripTest: -Dkalends.seed=" + seed);
    Random random = new Random(seed);
    int built = 0;
    for (int round = 0; round < ROUNDS; round++) {
      if (comesBackOrIsRefused(text(random), text(random), text(random), text(random))) {
        built++;
      }
    }
    assertThat(built).isBetween(ROUNDS / 20, ROUNDS - 1);
  }

  @Test
  void eachHostileTextInEachPlaceComesBackUnchangedOrIsRefusedByName() throws Exception {
    for (String hostile : HOSTILE) {
      comesBackOrIsRefused(hostile, PLAIN, PLAIN, PLAIN);
      comesBackOrIsRefused(PLAIN, hostile, PLAIN, PLAIN);
      comesBackOrIsRefused(PLAIN, PLAIN, hostile, PLAIN);
      comesBackOrIsRefused(PLAIN, PLAIN, PLAIN, hostile);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Zoë O'Brien",
        "\"<&>]]>\"",
        "\u5F20\u4F1F",
        "שלום \u200F!",
        "😀👩‍💻",
        "e\u0301",
        "~`!@#$%^*()_+-={}[]|;'<>,.?/"
      })
  void printableTextIsAcceptedEverywhere(String printable) throws Exception {
    assertThat(comesBackOrIsRefused(printable, printable, printable, printable)).isTrue();
    String tenKilobytes = printable.repeat(1 + 10_000 / printable.length()).substring(0, 9_980);
    String whole =
        Character.isHighSurrogate(tenKilobytes.charAt(9_979))
            ? tenKilobytes.substring(0, 9_979)
            : tenKilobytes;
    assertThat(comesBackOrIsRefused(whole, whole, whole, whole)).isTrue();
  }

  @Test
  void everyAssignedPrintableCharacterIsAccepted() throws Exception {
    StringBuilder all = new StringBuilder();
    for (int c = ' '; c <= Character.MAX_CODE_POINT; c++) {
      if (Character.isLetterOrDigit(c) && c != ':') {
        all.appendCodePoint(c);
        if (all.length() > 5_000) {
          assertThat(
                  comesBackOrIsRefused(
                      all.toString(), all.toString(), all.toString(), all.toString()))
              .isTrue();
          all.setLength(0);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0000", "\uD800", "\uFFFE", "a\u001Bb"})
  void deviceNamesThatXmlCannotCarryAreRefusedByNameAndCleanedOnRequest(String hostile) {
    Device device =
        Device.enrolled(new EnrollmentId("x"), Platform.IOS).name("Phone" + hostile).build();
    ProfileBuilder builder = new ProfileBuilder(carryingTheDeviceName, ProfileNaming.of("example"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.build(device, Given.ANNA, Given.ACCOUNT, 1))
        .withMessageContaining("device name holds U+");
    Profile cleaned = builder.cleaningNames().build(device, Given.ANNA, Given.ACCOUNT, 1);
    assertThat(Found.text(ProfileReader.read(cleaned.unsigned().bytes()), "PayloadDisplayName"))
        .contains(XmlValue.cleaned("Phone" + hostile))
        .get()
        .asString()
        .startsWith("Phone")
        .contains("\uFFFD");
  }

  @Test
  void withTheBuiltInTemplatesNoDeviceNameBlocksAnybodysCalendar() {
    ProfileBuilder builder = Given.builder();
    for (String hostile : HOSTILE) {
      Device device = Device.enrolled(new EnrollmentId("x"), Platform.IOS).name(hostile).build();
      assertThat(
              AppleKeyTable.deviations(
                  builder.build(device, Given.ANNA, Given.ACCOUNT, 1).unsigned().bytes()))
          .noneMatch(finding -> finding.severity() == Finding.Severity.ERROR);
    }
  }

  @Test
  void cleaningLeavesCredentialsAlone() {
    ProfileBuilder builder = Given.builder().cleaningNames();
    String password = "\uE000 & \uFFFD";
    Profile built =
        builder.build(
            Given.device(Platform.IOS), Given.ANNA, Given.account("u\uE000", password), 1);
    NSDictionary account = payload(ProfileReader.read(built.unsigned().bytes()));
    assertThat(Found.text(account, "CalDAVPassword")).contains(password);
    assertThat(Found.text(account, "CalDAVUsername")).contains("u\uE000");
  }

  private boolean comesBackOrIsRefused(String device, String owner, String user, String password)
      throws Exception {
    byte[] plist;
    try {
      CalDavAccount account =
          CalDavAccount.of("caldav.example.org", 443, user, Secret.of(password));
      Device named = Device.enrolled(new EnrollmentId("x"), Platform.IOS).name(device).build();
      DeviceOwner person = new DeviceOwner("anna@example.org", owner);
      plist =
          new ProfileBuilder(carryingTheDeviceName, ProfileNaming.of("example"))
              .build(named, person, account, 1)
              .unsigned()
              .bytes();
    } catch (IllegalArgumentException refused) {
      assertThat(refused)
          .hasMessageMatching("(?s).*(device name|owner|user name|password|secret).*");
      return false;
    }
    Map<String, String> expected = new LinkedHashMap<>();
    expected.put("PayloadDescription", owner);
    expected.put("CalDAVUsername", user);
    expected.put("CalDAVPassword", password);
    if (!device.isBlank()) {
      expected.put("PayloadDisplayName", device);
    }
    assertThat(byTheJdk(plist)).containsAllEntriesOf(expected);
    assertThat(byDdPlist(plist)).containsAllEntriesOf(expected);
    return true;
  }

  /** The JDK's DOM, which knows nothing of property lists: keys and the element after them. */
  private static Map<String, String> byTheJdk(byte[] plist) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    DocumentBuilder parser = factory.newDocumentBuilder();
    NodeList keys =
        parser.parse(new InputSource(new ByteArrayInputStream(plist))).getElementsByTagName("key");
    Map<String, String> texts = new LinkedHashMap<>();
    for (int i = 0; i < keys.getLength(); i++) {
      var next = keys.item(i).getNextSibling();
      while (!(next instanceof Element)) {
        next = next.getNextSibling();
      }
      // The profile's own display name comes after its account's, and is the one that counts.
      texts.put(keys.item(i).getTextContent(), next.getTextContent());
    }
    return texts;
  }

  private static Map<String, String> byDdPlist(byte[] plist) throws Exception {
    NSDictionary profile = (NSDictionary) XMLPropertyListParser.parse(plist);
    Map<String, String> texts = new LinkedHashMap<>();
    for (NSDictionary dictionary : new NSDictionary[] {payload(profile), profile}) {
      dictionary
          .keySet()
          .forEach(key -> Found.text(dictionary, key).ifPresent(text -> texts.put(key, text)));
    }
    return texts;
  }

  private static NSDictionary payload(NSDictionary profile) {
    return (NSDictionary) ((NSArray) profile.objectForKey("PayloadContent")).objectAtIndex(0);
  }

  /** Mostly plain with something hostile in it now and then; sometimes long. */
  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int parts = 1 + random.nextInt(6);
    for (int i = 0; i < parts; i++) {
      switch (random.nextInt(8)) {
        case 0 -> text.append(HOSTILE[random.nextInt(HOSTILE.length)]);
        case 1 -> text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
        case 2 -> text.append(PLAIN.repeat(random.nextInt(300)));
        default -> text.append((char) ('a' + random.nextInt(26)));
      }
    }
    return text.toString();
  }
}
