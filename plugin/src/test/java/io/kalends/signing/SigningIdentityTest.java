package io.kalends.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kalends.finding.Finding;
import io.kalends.secret.Secret;
import io.kalends.signing.UnusableSigningKey.Reason;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.bouncycastle.util.io.pem.PemWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SigningIdentityTest {

  private static final Secret WRONG = Secret.of("obviously-fake-but-another");

  @TempDir private Path folder;

  static List<TestKeys> keys() {
    return TestKeys.all();
  }

  @ParameterizedTest
  @MethodSource("keys")
  void pkcs12GivesBackKeyAndChain(TestKeys keys) {
    Path file = folder.resolve("signing.p12");
    keys.signer.writePkcs12(file, TestKeys.PASSWORD);
    SigningIdentity read = SigningIdentity.pkcs12(file, TestKeys.PASSWORD, TestKeys.CLOCK);
    assertThat(read.chain()).isEqualTo(keys.signer.chain());
    assertThat(read.key()).isEqualTo(keys.signer.key());
    assertSigns(keys, read);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void everyFormOfPemKeyIsRead(TestKeys keys) throws Exception {
    PrivateKey key = keys.signer.key();
    Path chain = write("chain.pem", PemCertificates.pem(keys.signer.chain()));
    char[] password = TestKeys.PASSWORD.reveal().toCharArray();
    Path pkcs8 = write("pkcs8.pem", pem(new JcaPKCS8Generator(key, null)));
    Path encrypted =
        write(
            "encrypted.pem",
            pem(
                new JcaPKCS8Generator(
                    key,
                    new JceOpenSSLPKCS8EncryptorBuilder(JcaPKCS8Generator.AES_256_CBC)
                        .setProvider(new BouncyCastleProvider())
                        .setPassword(password)
                        .build())));
    Path traditional = write("traditional.pem", pem(new JcaMiscPEMGenerator(withCurve(key))));
    Path traditionalEncrypted =
        write(
            "old.pem",
            pem(
                new JcaMiscPEMGenerator(
                    withCurve(key),
                    new JcePEMEncryptorBuilder("AES-256-CBC")
                        .setProvider(new BouncyCastleProvider())
                        .build(password))));

    for (Path clear : List.of(pkcs8, traditional)) {
      assertSigns(keys, SigningIdentity.pem(clear, List.of(chain), TestKeys.CLOCK));
    }
    for (Path shut : List.of(encrypted, traditionalEncrypted)) {
      assertThat(Files.readString(shut)).contains("ENCRYPTED");
      assertSigns(
          keys, SigningIdentity.pem(shut, TestKeys.PASSWORD, List.of(chain), TestKeys.CLOCK));
      assertRefused(
          Reason.PASSWORD_MISSING, () -> SigningIdentity.pem(shut, List.of(chain), TestKeys.CLOCK));
      assertRefused(
          Reason.WRONG_PASSWORD,
          () -> SigningIdentity.pem(shut, WRONG, List.of(chain), TestKeys.CLOCK));
    }
  }

  @Test
  void keyAndCertificatesMayShareAFileInAnyOrderAndAmongText() throws Exception {
    TestKeys keys = TestKeys.EC;
    List<X509Certificate> chain = keys.signer.chain();
    Path all =
        write(
            "all.pem",
            "Bag Attributes: something\n"
                + PemCertificates.pem(List.of(chain.get(2)))
                + pem(new JcaMiscPEMGenerator(withCurve(keys.signer.key())))
                + "subject=/CN=Test signer\n"
                + PemCertificates.pem(List.of(chain.get(0), chain.get(1))));
    SigningIdentity read = SigningIdentity.pem(all, List.of(all), TestKeys.CLOCK);
    assertThat(read.chain()).isEqualTo(chain);
  }

  @Test
  void theSameCertificateTwiceIsTakenOnce() throws Exception {
    TestKeys keys = TestKeys.EC;
    Path key = write("key.pem", pem(new JcaPKCS8Generator(keys.signer.key(), null)));
    Path chain = write("chain.pem", PemCertificates.pem(keys.signer.chain()));
    assertThat(SigningIdentity.pem(key, List.of(chain, chain), TestKeys.CLOCK).chain())
        .isEqualTo(keys.signer.chain());
  }

  @Test
  void badPkcs12FilesAreNamed() throws Exception {
    Path file = folder.resolve("signing.p12");
    TestKeys.EC.signer.writePkcs12(file, TestKeys.PASSWORD);
    byte[] good = Files.readAllBytes(file);

    assertRefused(Reason.WRONG_PASSWORD, () -> pkcs12(file, WRONG));
    assertRefused(Reason.FILE_NOT_FOUND, () -> pkcs12(folder.resolve("none.p12")));
    assertRefused(Reason.FILE_NOT_FOUND, () -> pkcs12(folder));
    for (int length : new int[] {1, 10, good.length / 2, good.length - 1}) {
      Path cut = Files.write(folder.resolve("cut.p12"), Arrays.copyOf(good, length));
      assertRefused(Reason.UNREADABLE, () -> pkcs12(cut));
    }
    Path empty = write("empty.p12", "");
    assertRefused(Reason.UNREADABLE, () -> pkcs12(empty));
    Path pem = write("pem.p12", PemCertificates.pem(TestKeys.EC.anchors()));
    assertRefused(Reason.UNREADABLE, () -> pkcs12(pem));
    Path huge = Files.write(folder.resolve("huge.p12"), new byte[(1 << 20) + 1]);
    assertRefused(Reason.UNREADABLE, () -> pkcs12(huge));
  }

  @Test
  void aCertificateWithoutItsKeyIsRefused() throws Exception {
    Path file = store(s -> s.setCertificateEntry("ca", TestKeys.EC.root.certificate()));
    assertRefused(Reason.NO_PRIVATE_KEY, () -> pkcs12(file));
    Path pem = write("certificate.pem", PemCertificates.pem(TestKeys.EC.signer.chain()));
    assertRefused(
        Reason.NO_PRIVATE_KEY, () -> SigningIdentity.pem(pem, List.of(pem), TestKeys.CLOCK));
  }

  @Test
  void aKeyWithoutItsCertificateIsRefused() throws Exception {
    Path key = write("key.pem", pem(new JcaPKCS8Generator(TestKeys.EC.signer.key(), null)));
    assertRefused(Reason.NO_CERTIFICATE, () -> SigningIdentity.pem(key, List.of(), TestKeys.CLOCK));
    assertRefused(
        Reason.NO_CERTIFICATE, () -> SigningIdentity.pem(key, List.of(key), TestKeys.CLOCK));
  }

  @Test
  void oneOfSeveralKeysMustBeNamed() throws Exception {
    char[] password = TestKeys.PASSWORD.reveal().toCharArray();
    Path file =
        store(
            s -> {
              for (TestKeys keys : TestKeys.all()) {
                s.setKeyEntry(
                    keys.toString(),
                    keys.signer.key(),
                    password,
                    keys.signer.chain().toArray(X509Certificate[]::new));
              }
            });
    assertThat(assertRefused(Reason.SEVERAL_KEYS, () -> pkcs12(file))).contains("[ecdsa, rsa]");
    assertThat(SigningIdentity.pkcs12(file, TestKeys.PASSWORD, "ecdsa", TestKeys.CLOCK).chain())
        .isEqualTo(TestKeys.EC.signer.chain());
    assertThat(
            assertRefused(
                Reason.UNKNOWN_ALIAS,
                () -> SigningIdentity.pkcs12(file, TestKeys.PASSWORD, "dsa", TestKeys.CLOCK)))
        .contains("'dsa'", "[ecdsa, rsa]");
    String one = pem(new JcaPKCS8Generator(TestKeys.EC.signer.key(), null));
    Path two = write("two.pem", one + one);
    assertRefused(
        Reason.SEVERAL_KEYS, () -> SigningIdentity.pem(two, List.of(two), TestKeys.CLOCK));
  }

  @Test
  void aKeyOfAnotherCertificateIsRefused() {
    for (PrivateKey stranger :
        List.of(
            KeyType.EC_P256.generate(TestKeys.RANDOM).getPrivate(), TestKeys.RSA.signer.key())) {
      assertThat(
              assertRefused(
                  Reason.MISMATCHED_KEY,
                  () -> SigningIdentity.of(stranger, TestKeys.EC.signer.chain(), TestKeys.CLOCK)))
          .contains("'CN=Test signer'");
    }
  }

  @Test
  void aCertificateThatDoesNotBelongIsNamed() {
    List<X509Certificate> chain = TestKeys.EC.signer.chain();
    X509Certificate stranger = TestKeys.RSA.signer.chain().get(0);
    assertThat(
            assertRefused(
                Reason.UNRELATED_CERTIFICATE,
                () ->
                    SigningIdentity.of(
                        TestKeys.EC.signer.key(),
                        List.of(chain.get(1), stranger, chain.get(0)),
                        TestKeys.CLOCK)))
        .contains("'CN=Test signer'", "leave it out");
    // The root without the intermediate between is a hole in the chain.
    assertRefused(
        Reason.UNRELATED_CERTIFICATE,
        () ->
            SigningIdentity.of(
                TestKeys.EC.signer.key(), List.of(chain.get(0), chain.get(2)), TestKeys.CLOCK));
  }

  @Test
  void expiredAndNotYetValidCertificatesAreRefusedWithTheirDates() {
    Path file = folder.resolve("signing.p12");
    TestKeys.EC.signer.writePkcs12(file, TestKeys.PASSWORD);
    Clock late = Clock.fixed(TestKeys.NOW.plus(Duration.ofDays(366)), ZoneOffset.UTC);
    assertThat(
            assertRefused(
                Reason.EXPIRED, () -> SigningIdentity.pkcs12(file, TestKeys.PASSWORD, late)))
        .contains("'CN=Test signer' expired at 2027-11-22T12:00:00Z (now 2027-11-23T12:00:00Z)");
    Clock early = Clock.fixed(TestKeys.NOW.minus(Duration.ofDays(1)), ZoneOffset.UTC);
    assertThat(
            assertRefused(
                Reason.NOT_YET_VALID, () -> SigningIdentity.pkcs12(file, TestKeys.PASSWORD, early)))
        .contains("2026-11-22T11:00:00Z");
  }

  @Test
  void keysThatDevicesDoNotTakeAreRefused() throws Exception {
    KeyPairGenerator ed = KeyPairGenerator.getInstance("Ed25519");
    Path file =
        write("ed.pem", pem(new JcaPKCS8Generator(ed.generateKeyPair().getPrivate(), null)));
    assertRefused(
        Reason.UNSUPPORTED_ALGORITHM,
        () -> SigningIdentity.pem(file, List.of(file), TestKeys.CLOCK));
    for (String kind : List.of("RSA 1024", "EC P-256", "EC P-521")) {
      ForeignCertificate foreign = ForeignCertificate.ofKind(kind);
      assertThat(
              assertRefused(
                  Reason.UNSUPPORTED_ALGORITHM,
                  () ->
                      SigningIdentity.of(
                          foreign.keys().getPrivate(),
                          List.of(foreign.certificate()),
                          TestKeys.CLOCK)))
          .contains(kind);
    }
  }

  @Test
  void aDamagedPemIsNamed() throws Exception {
    String key = pem(new JcaPKCS8Generator(TestKeys.EC.signer.key(), null));
    Path chain = write("chain.pem", PemCertificates.pem(TestKeys.EC.signer.chain()));
    for (String damaged :
        List.of(
            key.substring(0, key.length() / 2),
            key.replaceFirst("\n....", "\n!!!!"),
            key.replaceFirst("\n....", "\nAAAA"))) {
      Path file = write("damaged.pem", damaged);
      assertRefused(
          Reason.UNREADABLE, () -> SigningIdentity.pem(file, List.of(chain), TestKeys.CLOCK));
    }
    String good = Files.readString(chain);
    Path keyFile = write("key.pem", key);
    for (String damaged : List.of(good.substring(0, 300), good.replaceFirst("MI", "AA"))) {
      Path file = write("damaged-chain.pem", damaged);
      assertRefused(
          Reason.UNREADABLE, () -> SigningIdentity.pem(keyFile, List.of(file), TestKeys.CLOCK));
    }
  }

  @Test
  void itSpeaksOfItselfWithoutTheKey() {
    assertThat(TestKeys.EC.signer)
        .hasToString(
            "SigningIdentity[CN=Test signer, EC P-256, until 2027-11-22T12:00:00Z, chain of 3]");
    assertThat(TestKeys.EC.signer.certificates())
        .extracting(CertificateSummary::issuer)
        .containsExactly("CN=Test intermediate", "CN=Test root", "CN=Test root");
  }

  @Test
  void warningsComeThirtyDaysBeforeTheEndAndForAMissingIssuer() {
    assertThat(TestKeys.EC.signer.warnings(TestKeys.CLOCK)).isEmpty();
    Clock late = Clock.fixed(TestKeys.NOW.plus(Duration.ofDays(340)), ZoneOffset.UTC);
    assertThat(TestKeys.EC.signer.warnings(late))
        .singleElement()
        .extracting(Finding::toString)
        .asString()
        .startsWith("warning: chain: certificate 'CN=Test signer' expires soon");
    assertThat(TestKeys.EC.signerWithoutRoot().warnings(TestKeys.CLOCK))
        .singleElement()
        .asString()
        .contains("issuer 'CN=Test root' is not included");
    assertThat(TestKeys.EC.root.issue("x", KeyType.EC_P256, Duration.ofDays(90)).warnings(late))
        .anySatisfy(f -> assertThat(f.severity()).isEqualTo(Finding.Severity.ERROR));
  }

  private static void assertSigns(TestKeys keys, SigningIdentity identity) {
    byte[] signed = new ProfileSigner(identity, TestKeys.CLOCK).sign(new byte[] {1, 2, 3});
    assertThat(keys.check().check(signed).findings()).isEmpty();
  }

  /** Asserts that it is refused for the reason, without telling a secret. */
  private static String assertRefused(Reason reason, Runnable load) {
    UnusableSigningKey refusal = catchThrowableOfType(UnusableSigningKey.class, load::run);
    assertThat(refusal).isNotNull();
    assertThat(refusal.reason()).as(refusal.getMessage()).isEqualTo(reason);
    StringWriter text = new StringWriter();
    refusal.printStackTrace(new java.io.PrintWriter(text));
    String scalar = Base64.getEncoder().encodeToString(TestKeys.EC.signer.key().getEncoded());
    assertThat(text.toString())
        .doesNotContain(TestKeys.PASSWORD.reveal(), WRONG.reveal(), scalar.substring(40, 60));
    return String.valueOf(refusal.getMessage());
  }

  private static void pkcs12(Path file) {
    pkcs12(file, TestKeys.PASSWORD);
  }

  private static void pkcs12(Path file, Secret password) {
    SigningIdentity.pkcs12(file, password, TestKeys.CLOCK);
  }

  private Path store(Filling filling) throws Exception {
    char[] password = TestKeys.PASSWORD.reveal().toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, password);
    filling.fill(store);
    Path file = folder.resolve("store.p12");
    try (var out = Files.newOutputStream(file)) {
      store.store(out, password);
    }
    return file;
  }

  private interface Filling {
    void fill(KeyStore store) throws Exception;
  }

  private Path write(String name, String text) throws Exception {
    return Files.write(folder.resolve(name), text.getBytes(US_ASCII));
  }

  /** As OpenSSL writes it: its old form for EC keys is of no use without the curve. */
  private static PrivateKey withCurve(PrivateKey key) throws Exception {
    return key instanceof ECPrivateKey
        ? KeyFactory.getInstance("EC", new BouncyCastleProvider())
            .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()))
        : key;
  }

  private static String pem(PemObjectGenerator object) throws Exception {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }
}
