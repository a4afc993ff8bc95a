package io.kalends.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.secret.Secret;
import io.kalends.signing.UnusableSigningKey.Reason;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SigningAuthorityTest {

  @TempDir private Path folder;

  static List<TestKeys> keys() {
    return TestKeys.all();
  }

  @ParameterizedTest
  @MethodSource("keys")
  void theJdksOwnPathValidationTakesTheChain(TestKeys keys) throws Exception {
    PKIXParameters parameters =
        new PKIXParameters(Set.of(new TrustAnchor(keys.root.certificate(), null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(TestKeys.NOW));
    assertThatCode(
            () ->
                CertPathValidator.getInstance("PKIX")
                    .validate(
                        CertificateFactory.getInstance("X.509")
                            .generateCertPath(keys.signer.chain().subList(0, 2)),
                        parameters))
        .doesNotThrowAnyException();
  }

  @Test
  void theExtensionsSayWhatEachCertificateIsFor() {
    X509Certificate root = TestKeys.EC.root.certificate();
    X509Certificate leaf = TestKeys.EC.signer.chain().get(0);
    assertThat(root.getBasicConstraints()).isEqualTo(Integer.MAX_VALUE);
    assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
    assertThat(root.getKeyUsage())
        .containsExactly(false, false, false, false, false, true, true, false, false);
    assertThat(leaf.getKeyUsage())
        .containsExactly(true, false, false, false, false, false, false, false, false);
    assertThat(leaf.getCriticalExtensionOIDs()).containsExactlyInAnyOrder("2.5.29.15", "2.5.29.19");
    assertThat(KeyIdentifiers.pointToItself(root)).isTrue();
    assertThat(KeyIdentifiers.pointToItself(leaf)).isFalse();
    assertThat(KeyIdentifiers.issuers(leaf))
        .isEqualTo(KeyIdentifiers.own(TestKeys.EC.intermediate.certificate()));
  }

  @Test
  void serialNumbersHave128BitsAndNeverRepeat() {
    Set<java.math.BigInteger> serials =
        Stream.generate(() -> issue(Duration.ofDays(1)).chain().get(0).getSerialNumber())
            .limit(20)
            .collect(java.util.stream.Collectors.toSet());
    assertThat(serials).hasSize(20).allSatisfy(s -> assertThat(s.bitLength()).isEqualTo(128));
  }

  @Test
  void noCertificateOutlivesTheAuthority() {
    SigningIdentity issued = issue(Duration.ofDays(100_000));
    assertThat(issued.chain().get(0).getNotAfter())
        .isEqualTo(TestKeys.EC.root.certificate().getNotAfter());
    assertThat(issued.chain().get(0).getNotBefore().toInstant())
        .isEqualTo(TestKeys.NOW.minus(Duration.ofHours(1)));
    assertThatThrownBy(() -> issue(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesAreTakenAsTheyAreOrRefused() {
    String awkward = "Müller, Söhne + \"Co\" = <&> \\ 日本";
    X509Certificate certificate =
        TestKeys.EC.root.issue(awkward, KeyType.EC_P256, Duration.ofDays(1)).chain().get(0);
    X500Name name = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    assertThat(name.getRDNs()).hasSize(1);
    assertThat(name.getRDNs()[0].getFirst().getValue()).hasToString(awkward);
    for (String bad : List.of("", " ", "a\nb", "x".repeat(65))) {
      assertThatThrownBy(() -> TestKeys.EC.root.issue(bad, KeyType.EC_P256, Duration.ofDays(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 to 64");
    }
  }

  @Test
  void anAuthorityThatWasWrittenCanIssueAgain() {
    Path file = folder.resolve("ca.p12");
    TestKeys.EC.root.writePkcs12(file, TestKeys.PASSWORD);
    SigningAuthority again =
        SigningAuthority.open(file, TestKeys.PASSWORD, TestKeys.CLOCK, TestKeys.RANDOM);
    SigningIdentity renewed = again.issue("Next year", KeyType.EC_P256, Duration.ofDays(365));
    byte[] signed = new ProfileSigner(renewed, TestKeys.CLOCK).sign(new byte[5]);
    assertThat(TestKeys.EC.check().check(signed).findings()).isEmpty();

    Path leaf = folder.resolve("leaf.p12");
    TestKeys.EC.signer.writePkcs12(leaf, TestKeys.PASSWORD);
    assertThatThrownBy(
            () -> SigningAuthority.open(leaf, TestKeys.PASSWORD, TestKeys.CLOCK, TestKeys.RANDOM))
        .isInstanceOf(UnusableSigningKey.class)
        .hasMessageContaining("cannot issue others");
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void aRequestAndTheAnswerToItMakeASigningKey(KeyType type) throws Exception {
    SigningRequest request = SigningRequest.create("Profiles of Example", type, TestKeys.RANDOM);
    Path key = folder.resolve("key.pem");
    Path csr = folder.resolve("request.pem");
    request.writeKey(key, TestKeys.PASSWORD);
    request.write(csr);
    assertThat(Files.readString(key)).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");

    PKCS10CertificationRequest read = read(Files.readString(csr));
    PublicKey asked = new JcaPKCS10CertificationRequest(read).getPublicKey();
    assertThat(read.isSignatureValid(new JcaContentVerifierProviderBuilder().build(asked)))
        .isTrue();
    X509Certificate answer =
        new CertificateDraft(
                read.getSubject(),
                asked,
                false,
                TestKeys.NOW,
                TestKeys.NOW.plus(Duration.ofDays(365)))
            .issue(
                new X500Name("CN=Test root"),
                TestKeys.EC.root.certificate().getPublicKey(),
                rootKey(),
                TestKeys.RANDOM);
    Path answers = folder.resolve("answer.pem");
    PemCertificates.write(answers, List.of(TestKeys.EC.root.certificate(), answer));

    SigningIdentity joined =
        SigningIdentity.pem(key, TestKeys.PASSWORD, List.of(answers), TestKeys.CLOCK);
    Path p12 = folder.resolve("signing.p12");
    joined.writePkcs12(p12, TestKeys.PASSWORD);
    byte[] signed =
        new ProfileSigner(
                SigningIdentity.pkcs12(p12, TestKeys.PASSWORD, TestKeys.CLOCK), TestKeys.CLOCK)
            .sign(new byte[5]);
    assertThat(TestKeys.EC.check().check(signed).findings()).isEmpty();
  }

  @Test
  void anAnswerToAnotherRequestIsRefused() {
    SigningRequest request = SigningRequest.create("Profiles", KeyType.EC_P256, TestKeys.RANDOM);
    Path key = folder.resolve("key.pem");
    request.writeKey(key, TestKeys.PASSWORD);
    Path answers = folder.resolve("answer.pem");
    PemCertificates.write(answers, TestKeys.EC.signer.chain());
    assertThatThrownBy(
            () -> SigningIdentity.pem(key, TestKeys.PASSWORD, List.of(answers), TestKeys.CLOCK))
        .isInstanceOf(UnusableSigningKey.class)
        .extracting(e -> ((UnusableSigningKey) e).reason())
        .isEqualTo(Reason.MISMATCHED_KEY);
  }

  @Test
  void filesAreForTheirOwnerOnlyAndWrittenWholeOrNotAtAll() throws Exception {
    Path p12 = folder.resolve("signing.p12");
    Files.writeString(p12, "what was there before");
    Files.setPosixFilePermissions(p12, PosixFilePermissions.fromString("rw-rw-rw-"));
    TestKeys.EC.signer.writePkcs12(p12, TestKeys.PASSWORD);
    PemCertificates.write(folder.resolve("ca.pem"), TestKeys.EC.anchors());
    SigningRequest.create("x", KeyType.EC_P256, TestKeys.RANDOM)
        .writeKey(folder.resolve("key.pem"), TestKeys.PASSWORD);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.toList())
          .hasSize(3)
          .allSatisfy(
              f ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(f)))
                      .isEqualTo("rw-------"));
    }

    Path missing = folder.resolve("no/such/folder.p12");
    assertThatThrownBy(() -> TestKeys.EC.signer.writePkcs12(missing, TestKeys.PASSWORD))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("no/such/folder.p12")
        .hasMessageNotContaining(TestKeys.PASSWORD.reveal());
    // A folder in the way cannot be replaced; no half-written file may stay beside it.
    Path occupied = Files.createDirectories(folder.resolve("occupied/x")).getParent();
    assertThatThrownBy(() -> PemCertificates.write(occupied, TestKeys.EC.anchors()))
        .isInstanceOf(UncheckedIOException.class);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).noneMatch(f -> f.getFileName().toString().endsWith(".tmp"));
    }
  }

  @Test
  void pkcs12IsEncryptedTheModernWay() throws Exception {
    Path file = folder.resolve("signing.p12");
    TestKeys.EC.signer.writePkcs12(file, Secret.of("obviously-fake-other-password"));
    String hex = HexFormat.of().formatHex(Files.readAllBytes(file));
    String aes256Cbc = "060960864801650304012a";
    String pbes2 = "06092a864886f70d01050d";
    assertThat(hex.split(aes256Cbc, -1)).hasSize(3);
    assertThat(hex.split(pbes2, -1)).hasSize(3);
    // The family of RC2 and 3DES under PKCS#12's own key derivation.
    assertThat(hex).doesNotContain("060a2a864886f70d010c01");
  }

  private static SigningIdentity issue(Duration validity) {
    return TestKeys.EC.root.issue("Leaf", KeyType.EC_P256, validity);
  }

  private java.security.PrivateKey rootKey() {
    Path file = folder.resolve("root.p12");
    TestKeys.EC.root.writePkcs12(file, TestKeys.PASSWORD);
    return SigningIdentity.pkcs12(file, TestKeys.PASSWORD, TestKeys.CLOCK).key();
  }

  private static PKCS10CertificationRequest read(String pem) throws IOException {
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      return (PKCS10CertificationRequest) parser.readObject();
    }
  }
}
