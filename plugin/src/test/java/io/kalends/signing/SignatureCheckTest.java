package io.kalends.signing;

import static io.kalends.signing.KeyType.EC_P256;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.finding.Finding;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SignatureCheckTest {

  private static final byte[] PROFILE = "<plist><dict/></plist>".getBytes(UTF_8);
  private static final BouncyCastleProvider BC = new BouncyCastleProvider();

  static List<TestKeys> keys() {
    return TestKeys.all();
  }

  @ParameterizedTest
  @MethodSource("keys")
  void ourOwnProfilesAreWithoutFindings(TestKeys keys) {
    SignatureCheck.Report report = keys.check().check(keys.profileSigner().sign(PROFILE));
    assertThat(report.findings()).isEmpty();
    assertThat(report.content()).contains(PROFILE);
    assertThat(report.signingTime()).contains(TestKeys.NOW);
    assertThat(report.certificates())
        .extracting(CertificateSummary::subject)
        .containsExactly("CN=Test signer", "CN=Test intermediate", "CN=Test root");
    CertificateSummary signer = report.certificates().get(0);
    assertThat(signer.issuer()).isEqualTo("CN=Test intermediate");
    assertThat(signer.notAfter()).isEqualTo(TestKeys.NOW.plus(Duration.ofDays(365)));
    assertThat(signer.algorithm()).isEqualTo(keys == TestKeys.RSA ? "RSA 2048" : "EC P-256");
    assertThat(signer.sha256()).matches("[0-9a-f]{64}");
  }

  @Test
  void aTrustedIntermediateIsEnough() {
    TestKeys keys = TestKeys.EC;
    List<X509Certificate> trusted = List.of(keys.intermediate.certificate());
    SignatureCheck check = SignatureCheck.of(trusted, TestKeys.CLOCK);
    assertThat(check.check(keys.profileSigner().sign(PROFILE)).findings()).isEmpty();
    SigningIdentity alone =
        SigningIdentity.of(keys.signer.key(), keys.signer.chain().subList(0, 1), TestKeys.CLOCK);
    assertThat(check.check(new ProfileSigner(alone, TestKeys.CLOCK).sign(PROFILE)).findings())
        .isEmpty();
  }

  @Test
  void withoutTrustedCertificatesItWarnsThatNobodyVouches() {
    byte[] signed = TestKeys.EC.profileSigner().sign(PROFILE);
    assertThat(SignatureCheck.of(List.of(), TestKeys.CLOCK).check(signed).findings())
        .singleElement()
        .satisfies(
            f -> assertThat(f.severity()).isEqualTo(Finding.Severity.WARNING),
            f -> assertThat(f.text()).contains("nobody vouches"));
  }

  @Test
  void aChainThatDoesNotLeadToTheTrustedOneIsAnError() {
    byte[] signed = TestKeys.EC.profileSigner().sign(PROFILE);
    SignatureCheck check = SignatureCheck.of(TestKeys.RSA.anchors(), TestKeys.CLOCK);
    assertThat(errors(check, signed)).contains("'CN=Test root'", "neither is trusted");
  }

  @Test
  void aMissingIntermediateIsAnErrorWithTheRootAndAWarningWithout() {
    TestKeys keys = TestKeys.EC;
    SigningIdentity alone =
        SigningIdentity.of(keys.signer.key(), keys.signer.chain().subList(0, 1), TestKeys.CLOCK);
    byte[] signed = new ProfileSigner(alone, TestKeys.CLOCK).sign(PROFILE);
    assertThat(errors(keys.check(), signed))
        .contains(
            "'CN=Test signer' issued by 'CN=Test intermediate'", "is an intermediate missing");
    assertThat(SignatureCheck.of(List.of(), TestKeys.CLOCK).check(signed).findings().toString())
        .contains("issuer 'CN=Test intermediate' is not included")
        .doesNotContain("error");
  }

  @ParameterizedTest
  @CsvSource({
    "2027-11-22T12:00:01Z, ERROR, 'CN=Test signer' expired at 2027-11-22T12:00:00Z",
    "2027-10-24T00:00:00Z, WARNING, expires soon",
    "2026-11-22T10:00:00Z, ERROR, not valid before",
    "2026-11-22T11:54:00Z, WARNING, in the future",
  })
  void validityIsJudgedByTheClock(Instant now, Finding.Severity severity, String text) {
    byte[] signed = TestKeys.EC.profileSigner().sign(PROFILE);
    SignatureCheck check =
        SignatureCheck.of(TestKeys.EC.anchors(), Clock.fixed(now, ZoneOffset.UTC));
    assertThat(check.check(signed).findings())
        .anySatisfy(
            f -> {
              assertThat(f.severity()).isEqualTo(severity);
              assertThat(f.text()).contains(text);
            });
  }

  @Test
  void signedAfterTheCertificateExpiredIsAnErrorWhateverTheClockSays() throws Exception {
    // Other programs sign with what they are given, at the machine's time.
    SigningIdentity old = TestKeys.EC.intermediate.issue("Old", EC_P256, Duration.ofMinutes(1));
    byte[] signed = foreign("SHA256withECDSA", old, true).getEncoded("DL");
    assertThat(Instant.now()).isAfter(TestKeys.NOW.plus(Duration.ofMinutes(1)));
    assertThat(errors(TestKeys.EC.check(), signed))
        .contains("signed while a certificate was not valid");
  }

  @ParameterizedTest
  @CsvSource({"SHA256withRSA", "SHA384withRSA", "SHA512withRSA", "SHA256withECDSA"})
  void profilesOfOtherSignersAreTakenWhenTheyAreDer(String algorithm) throws Exception {
    TestKeys keys = algorithm.endsWith("RSA") ? TestKeys.RSA : TestKeys.EC;
    byte[] signed = foreign(algorithm, keys.signer, true).getEncoded(ASN1Encoding.DL);
    SignatureCheck check =
        SignatureCheck.of(keys.anchors(), Clock.fixed(Instant.now(), ZoneOffset.UTC));
    SignatureCheck.Report report = check.check(signed);
    assertThat(Finding.anyError(report.findings())).as(report.findings().toString()).isFalse();
    assertThat(report.content()).contains(PROFILE);
  }

  @Test
  void aSignerNamedByKeyIdentifierIsFound() throws Exception {
    SigningIdentity signer = TestKeys.EC.signer;
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    generator.addSignerInfoGenerator(
        new JcaSimpleSignerInfoGeneratorBuilder()
            .setProvider(BC)
            .build("SHA256withECDSA", signer.key(), KeyIdentifiers.own(signer.chain().get(0))));
    generator.addCertificates(new JcaCertStore(signer.chain()));
    byte[] signed =
        generator.generate(new CMSProcessableByteArray(PROFILE), true).getEncoded(ASN1Encoding.DL);
    assertThat(TestKeys.EC.check().check(signed).content()).contains(PROFILE);
    assertThat(Finding.anyError(TestKeys.EC.check().check(signed).findings())).isFalse();
  }

  @Test
  void bouncyCastlesDefaultIsBerAndRefused() throws Exception {
    byte[] signed = foreign("SHA256withRSA", TestKeys.RSA.signer, true).getEncoded();
    assertThat(signed).startsWith(0x30, 0x80);
    assertThat(errors(TestKeys.RSA.check(), signed)).contains("indefinite length");
  }

  @ParameterizedTest
  @CsvSource({
    "SHA1withRSA, SHA-1 is not to be used",
    "MD5withRSA, MD5 is not to be used",
    "SHA256withRSAandMGF1, RSA-PSS does not fit",
    "SHA1withECDSA, SHA-1 is not to be used",
  })
  void algorithmsThatDevicesDoNotTakeAreNamed(String algorithm, String text) throws Exception {
    TestKeys keys = algorithm.contains("RSA") ? TestKeys.RSA : TestKeys.EC;
    byte[] signed = foreign(algorithm, keys.signer, true).getEncoded(ASN1Encoding.DL);
    assertThat(errors(keys.check(), signed)).contains(text);
  }

  @Test
  void anEd25519SignerIsRefused() throws Exception {
    ForeignCertificate foreign = ForeignCertificate.ofKind("Ed25519");
    KeyPair keys = foreign.keys();
    X509Certificate certificate = foreign.certificate();
    byte[] signed =
        generator("Ed25519", keys.getPrivate(), List.of(certificate))
            .generate(new CMSProcessableByteArray(PROFILE), true)
            .getEncoded(ASN1Encoding.DL);
    assertThat(errors(SignatureCheck.of(List.of(certificate), TestKeys.CLOCK), signed))
        .contains("a key of kind EdDSA");
  }

  @Test
  void anRsaKeyThatIsTooShortIsRefused() throws Exception {
    ForeignCertificate foreign = ForeignCertificate.ofKind("RSA 1024");
    KeyPair keys = foreign.keys();
    X509Certificate certificate = foreign.certificate();
    byte[] signed =
        generator("SHA256withRSA", keys.getPrivate(), List.of(certificate))
            .generate(new CMSProcessableByteArray(PROFILE), true)
            .getEncoded(ASN1Encoding.DL);
    assertThat(errors(SignatureCheck.of(List.of(certificate), TestKeys.CLOCK), signed))
        .contains("'CN=Foreign' has a key of kind RSA 1024");
  }

  @Test
  void twoSignersAreOneTooMany() throws Exception {
    CMSSignedDataGenerator generator =
        generator("SHA256withECDSA", TestKeys.EC.signer.key(), TestKeys.EC.signer.chain());
    generator.addSignerInfoGenerator(
        new JcaSimpleSignerInfoGeneratorBuilder()
            .setProvider(BC)
            .build("SHA256withRSA", TestKeys.RSA.signer.key(), TestKeys.RSA.signer.chain().get(0)));
    byte[] signed =
        generator.generate(new CMSProcessableByteArray(PROFILE), true).getEncoded(ASN1Encoding.DL);
    assertThat(errors(TestKeys.EC.check(), signed)).contains("2 signers");
  }

  @Test
  void aDetachedSignatureIsRefused() throws Exception {
    byte[] signed = foreign("SHA256withECDSA", TestKeys.EC.signer, false).getEncoded("DL");
    assertThat(errors(TestKeys.EC.check(), signed)).contains("detached");
  }

  @Test
  void aMissingSigningTimeIsAWarning() throws Exception {
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    var attributes =
        new org.bouncycastle.cms.DefaultSignedAttributeTableGenerator() {
          @Override
          public org.bouncycastle.asn1.cms.AttributeTable getAttributes(
              @SuppressWarnings("rawtypes") java.util.Map parameters) {
            return super.getAttributes(parameters)
                .remove(org.bouncycastle.asn1.cms.CMSAttributes.signingTime);
          }
        };
    generator.addSignerInfoGenerator(
        new JcaSimpleSignerInfoGeneratorBuilder()
            .setProvider(BC)
            .setSignedAttributeGenerator(attributes)
            .build("SHA256withECDSA", TestKeys.EC.signer.key(), TestKeys.EC.signer.chain().get(0)));
    generator.addCertificates(new JcaCertStore(TestKeys.EC.signer.chain()));
    byte[] signed = generator.generate(new CMSProcessableByteArray(PROFILE), true).getEncoded("DL");
    SignatureCheck.Report report = TestKeys.EC.check().check(signed);
    assertThat(report.findings())
        .singleElement()
        .extracting(Finding::toString)
        .asString()
        .startsWith("warning: signing time: missing");
  }

  @Test
  void aCertificateThatDoesNotBelongIsAnError() throws Exception {
    List<X509Certificate> chain = new ArrayList<>(TestKeys.EC.signer.chain());
    chain.add(TestKeys.RSA.root.certificate());
    byte[] signed =
        generator("SHA256withECDSA", TestKeys.EC.signer.key(), chain)
            .generate(new CMSProcessableByteArray(PROFILE), true)
            .getEncoded(ASN1Encoding.DL);
    assertThat(errors(TestKeys.EC.check(), signed)).contains("issued no other of the chain");
  }

  @Test
  void aSignerWhoseCertificateIsMissingIsAnError() throws Exception {
    byte[] signed =
        generator(
                "SHA256withECDSA",
                TestKeys.EC.signer.key(),
                List.of(TestKeys.EC.signer.chain().get(0)),
                List.of(TestKeys.EC.root.certificate()))
            .generate(new CMSProcessableByteArray(PROFILE), true)
            .getEncoded(ASN1Encoding.DL);
    assertThat(errors(TestKeys.EC.check(), signed)).contains("own certificate is not included");
  }

  @ParameterizedTest
  @CsvSource({
    "<?xml version=\"1.0\"?>, property list in clear",
    "bplist00, property list in clear",
    "-----BEGIN PKCS7-----, DER only",
    "hello, neither CMS nor",
    "'', empty",
    "0, the data ends",
  })
  void whatIsNoSignatureIsNamed(String text, String reason) {
    byte[] bytes = text.equals("0") ? new byte[] {0x30} : text.getBytes(UTF_8);
    SignatureCheck.Report report = TestKeys.EC.check().check(bytes);
    assertThat(report.findings()).singleElement().asString().startsWith("error: ").contains(reason);
    assertThat(report.content()).isEmpty();
    assertThat(report.certificates()).isEmpty();
  }

  @Test
  void otherDerIsNoSignature() throws Exception {
    byte[] certificate = TestKeys.EC.root.certificate().getEncoded();
    assertThat(errors(TestKeys.EC.check(), certificate)).contains("not CMS SignedData");
  }

  @Test
  void namesFromStrangersCannotDriveATerminal() throws Exception {
    KeyPair keys = KeyType.EC_P256.generate(TestKeys.RANDOM);
    X509Certificate hostile =
        ForeignCertificate.selfSigned(
                keys, "SHA256withECDSA", "OU=" + "x".repeat(500) + ",O=\u001b[31mred\r\nroot\u202e")
            .certificate();
    byte[] signed =
        generator("SHA256withECDSA", keys.getPrivate(), List.of(hostile))
            .generate(new CMSProcessableByteArray(PROFILE), true)
            .getEncoded(ASN1Encoding.DL);
    SignatureCheck.Report report = TestKeys.EC.check().check(signed);
    String shown = report.findings() + " " + report.certificates();
    assertThat(shown).contains("[31mred").doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
    assertThat(report.certificates().get(0).subject()).hasSizeLessThan(210);
  }

  private static String errors(SignatureCheck check, byte[] signed) {
    List<Finding> findings = check.check(signed).findings();
    assertThat(Finding.anyError(findings)).as(findings.toString()).isTrue();
    return findings.stream()
        .filter(f -> f.severity() == Finding.Severity.ERROR)
        .toList()
        .toString();
  }

  /** The same content signed by BouncyCastle's own generator: another program's profile. */
  private static org.bouncycastle.cms.CMSSignedData foreign(
      String algorithm, SigningIdentity signer, boolean attached) throws Exception {
    return generator(algorithm, signer.key(), signer.chain())
        .generate(new CMSProcessableByteArray(PROFILE), attached);
  }

  private static CMSSignedDataGenerator generator(
      String algorithm, PrivateKey key, List<X509Certificate> chain) throws Exception {
    return generator(algorithm, key, chain.subList(0, 1), chain);
  }

  private static CMSSignedDataGenerator generator(
      String algorithm,
      PrivateKey key,
      List<X509Certificate> signer,
      List<X509Certificate> included)
      throws Exception {
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    generator.addSignerInfoGenerator(
        new JcaSimpleSignerInfoGeneratorBuilder()
            .setProvider(BC)
            .build(algorithm, key, signer.get(0)));
    List<X509Certificate> anyOrder = new ArrayList<>(included);
    Collections.reverse(anyOrder);
    generator.addCertificates(new JcaCertStore(anyOrder));
    return generator;
  }
}
