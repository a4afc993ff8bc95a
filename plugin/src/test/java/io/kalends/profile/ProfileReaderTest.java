package io.kalends.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatObject;

import com.dd.plist.BinaryPropertyListWriter;
import com.dd.plist.NSDictionary;
import com.dd.plist.NSObject;
import com.dd.plist.XMLPropertyListParser;
import io.kalends.enrollment.Platform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hostile bytes end in a named error, never in a stack overflow, a full heap or a long wait. */
class ProfileReaderTest {

  private static final int ROUNDS = Boolean.getBoolean("full") ? 50_000 : 2_000;
  private static final String CANARY = "canary-not-a-real-secret";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<dict><key>a</key></dict> | key without a value",
        "<dict><key>a</key><key>b</key><true/></dict> | key without a value",
        "<dict><string>a</string></dict> | value without a key",
        "<dict><key>a</key><foo/></dict> | element that no property list has",
        "<dict><key>a</key><string>x<b>y</b></string></dict> | inside a simple value",
        "<dict>text</dict> | text outside of any value",
        "<dict/><dict/> | more than one value",
        "<key>a</key> | key outside",
        "<array><key>a</key></array> | key outside",
        "<string>a</string> | the root is of type string",
        "<dict><key>a</key><integer>1.5</integer></dict> | no integer",
        "<dict><key>a</key><integer>99999999999999999999</integer></dict> | no integer",
        "<dict><key>a</key><real>0x1p3</real></dict> | no real",
        "<dict><key>a</key><real/></dict> | no real",
        "<dict><key>a</key><date>today</date></dict> | no date",
        "<dict><key>a</key><data>!!</data></dict> | no data",
        "<dict><key>a</key><true>x</true></dict> | no true",
        "<dict><key>a</key><true/><key>a</key><true/></dict> | 'key \"a\" twice'",
        "<plist/> | one outer element",
      })
  void whatNoPropertyListHasIsNamedWithItsPlace(String body, String why) {
    assertRefused("<plist version=\"1.0\">\n" + body + "</plist>", why);
  }

  @Test
  void typesStayWhatTheyWereWrittenAs() {
    NSDictionary read =
        ProfileReader.read(
            bytes(
                "<plist><dict><key>r</key><real>443</real><key>i</key><integer> 5 </integer>"
                    + "<key>s</key><string> a<!-- b -->c<![CDATA[<&]]> </string></dict></plist>"));
    assertThat(PlistKind.of(read.get("r"))).isEqualTo(PlistKind.REAL);
    assertThat(PlistKind.of(read.get("i"))).isEqualTo(PlistKind.INTEGER);
    assertThat(Found.text(read, "s")).contains(" ac<& ");
  }

  @Test
  void applesDocumentTypeIsAcceptedWithoutLookingItUp() {
    assertThatObject(
            ProfileReader.read(
                bytes(
                    "\uFEFF<?xml version=\"1.0\" encoding=\"UTF-8\"?><!DOCTYPE plist PUBLIC"
                        + " \"-//Apple//DTD PLIST 1.0//EN\" \"http://127.0.0.1:9/x.dtd\">"
                        + "<plist version=\"1.0\"><dict/></plist>")))
        .isEqualTo(new NSDictionary());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<!ENTITY a \"x\">",
        "<!ENTITY a SYSTEM \"file:///etc/passwd\">",
        "<!ENTITY % p SYSTEM \"http://127.0.0.1:9/p\"> %p;",
        "<!ENTITY % p \"x\">",
        "<!ELEMENT plist ANY>",
        "<!ATTLIST string x CDATA \"y\">",
      })
  void declarationsInTheDocumentTypeAreRefused(String declaration) {
    assertRefused(
        "<!DOCTYPE plist [" + declaration + "]><plist><dict/></plist>", "entities of its own");
  }

  @Test
  void undeclaredEntitiesAreRefusedWithoutQuotingTheText() {
    assertThatExceptionOfType(UnreadableProfile.class)
        .isThrownBy(
            () ->
                ProfileReader.read(
                    bytes(
                        "<plist><dict><key>CalDAVPassword</key><string>&"
                            + CANARY
                            + ";</string></dict></plist>")))
        .withMessageContaining("line 1")
        .withMessageNotContaining(CANARY)
        .withNoCause();
  }

  @Test
  void boundsHold() {
    assertRefused("<plist>" + "<array>".repeat(200_000), "nested too deeply");
    assertRefused("<plist><array>" + "<true/>".repeat(150_000), "too many values");
    assertRefused("<plist>" + " ".repeat(ProfileReader.MAX_BYTES), "bytes; a profile has at most");
    assertRefused("", "is empty");
    assertRefused(" \n", "is empty");
    assertRefused("PK", "neither");
  }

  @Test
  void malformedUtf8IsRefused() {
    byte[] plist = bytes("<plist><dict><key>a</key><string>x</string></dict></plist>");
    plist[33] = (byte) 0xFF;
    assertThatExceptionOfType(UnreadableProfile.class)
        .isThrownBy(() -> ProfileReader.read(plist))
        .withMessageContaining("is not well-formed XML");
  }

  @Test
  void signedProfilesAreToldApart() {
    assertThatExceptionOfType(UnreadableProfile.class)
        .isThrownBy(() -> ProfileReader.read(new byte[] {0x30, (byte) 0x82, 1, 0}))
        .withMessageContaining("signed profile");
  }

  @Test
  void binaryFormOfAProfileReadsTheSame() throws Exception {
    byte[] xml =
        Given.builder()
            .trusting(Given.certificate("example-root.pem"))
            .build(Given.device(Platform.MACOS), Given.ANNA, Given.ACCOUNT, 1)
            .unsigned()
            .bytes();
    NSDictionary tree = ProfileReader.read(xml);
    assertThatObject(ProfileReader.read(binary(tree))).isEqualTo(tree);
    assertThatObject(tree).isEqualTo(XMLPropertyListParser.parse(xml));
  }

  @Test
  void binaryReferencesThatMultiplyAreRefused() {
    assertBinaryRefused(multiplying(12, 10), "unfolds to too many values");
    assertBinaryRefused(multiplying(60, 1), "nested too deeply");
  }

  @Test
  void binaryThatRefersToItselfIsRefused() {
    byte[] loop = {(byte) 0xA1, 0};
    assertBinaryRefused(binaryOf(loop), "nested too deeply");
  }

  @Test
  void binaryLengthsBeyondTheFileAreRefused() {
    assertBinaryRefused(binaryOf(new byte[] {0x5F, 0x12, 0x7F, -1, -1, -1}), "length beyond");
    assertBinaryRefused(
        binaryOf(new byte[] {0x4F, 0x13, -1, -1, -1, -1, -1, -1, -1, -1}), "length");
    assertBinaryRefused(binaryOf(new byte[] {(byte) 0xD2, 0}), "beyond its end");
    assertBinaryRefused(binaryOf(new byte[] {(byte) 0xA1, 7}), "not there");
    assertBinaryRefused(binaryOf(new byte[] {(byte) 0x80, 7}), "no profile has");
    assertBinaryRefused("bplist00".getBytes(StandardCharsets.US_ASCII), "cut short");
  }

  @Test
  void binaryDictionaryWithTheSameKeyTwiceIsRefused() {
    byte[] twice = {(byte) 0xD2, 1, 1, 2, 2};
    assertBinaryRefused(binaryOf(twice, new byte[] {0x51, 'a'}, new byte[] {0x09}), "key twice");
  }

  @Test
  void noDamageEndsInAnythingButANamedError() throws Exception {
    long seed = Long.getLong("kalends.seed", System.nanoTime());
    System.out.println("ProfileReaderTest: -Dkalends.seed=" + seed);
    Random random = new Random(seed);
    byte[] xml =
        Given.builder()
            .build(Given.device(Platform.IOS), Given.ANNA, Given.ACCOUNT, 1)
            .unsigned()
            .bytes();
    byte[] binary = binary(ProfileReader.read(xml));
    for (int round = 0; round < ROUNDS; round++) {
      byte[] damaged = (round % 4 == 0 ? xml : binary).clone();
      for (int i = 0; i <= random.nextInt(4); i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      assertThatCode(() -> useAll(damaged)).doesNotThrowAnyException();
    }
  }

  private static void useAll(byte[] bytes) {
    NSDictionary read;
    try {
      read = ProfileReader.read(bytes);
    } catch (UnreadableProfile named) {
      assertThat(named.getMessage()).isNotBlank();
      return;
    }
    AppleKeyTable.deviations(read).forEach(finding -> assertThat(finding.text()).isNotBlank());
    assertThat(ProfileText.of(read)).isNotNull();
  }

  /** A chain of arrays, each holding the next several times. */
  private static byte[] multiplying(int levels, int times) {
    byte[][] objects = new byte[levels + 1][];
    for (int level = 0; level < levels; level++) {
      objects[level] = new byte[1 + times];
      objects[level][0] = (byte) (0xA0 | times);
      for (int i = 1; i <= times; i++) {
        objects[level][i] = (byte) (level + 1);
      }
    }
    objects[levels] = new byte[] {0x09};
    return binaryOf(objects);
  }

  private static byte[] binaryOf(byte[]... objects) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("bplist00".getBytes(StandardCharsets.US_ASCII));
    byte[] offsets = new byte[2 * objects.length];
    for (int i = 0; i < objects.length; i++) {
      ByteBuffer.wrap(offsets).putShort(2 * i, (short) out.size());
      out.writeBytes(objects[i]);
    }
    int table = out.size();
    out.writeBytes(offsets);
    out.writeBytes(new byte[] {0, 0, 0, 0, 0, 0, 2, 1});
    out.writeBytes(
        ByteBuffer.allocate(24).putLong(objects.length).putLong(0).putLong(table).array());
    return out.toByteArray();
  }

  private static byte[] binary(NSObject tree) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryPropertyListWriter.write(tree, out);
    return out.toByteArray();
  }

  private static void assertRefused(String plist, String why) {
    assertThatExceptionOfType(UnreadableProfile.class)
        .isThrownBy(() -> ProfileReader.read(bytes(plist)))
        .withMessageContaining(why);
  }

  private static void assertBinaryRefused(byte[] plist, String why) {
    assertThatExceptionOfType(UnreadableProfile.class)
        .isThrownBy(() -> ProfileReader.read(plist))
        .withMessageContaining(why);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
