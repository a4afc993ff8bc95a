package io.kalends.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kalends.delivery.ProfileIdentity;
import io.kalends.delivery.SignedProfile;
import io.kalends.delivery.UnsignedProfile;
import io.kalends.signing.UnusableSigningKey.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

class ProfileSignerTest {

  private static final byte[] PROFILE = "<plist version=\"1.0\"><dict/></plist>\n".getBytes(UTF_8);

  static List<TestKeys> keys() {
    return TestKeys.all();
  }

  @ParameterizedTest
  @MethodSource("keys")
  void anIndependentReaderVerifiesItAndFindsTheSameContent(TestKeys keys) throws Exception {
    CMSSignedData read = new CMSSignedData(keys.profileSigner().sign(PROFILE));

    assertThat((byte[]) read.getSignedContent().getContent()).isEqualTo(PROFILE);
    SignerInformation signer = read.getSignerInfos().getSigners().iterator().next();
    assertThat(
            signer.verify(
                new JcaSimpleSignerInfoVerifierBuilder()
                    .setProvider(new BouncyCastleProvider())
                    .build(keys.signer.chain().get(0))))
        .isTrue();
    assertThat(signer.getSignedAttributes().size()).isEqualTo(3);
    assertThat(
            Time.getInstance(
                    signer
                        .getSignedAttributes()
                        .get(CMSAttributes.signingTime)
                        .getAttributeValues()[0])
                .getDate()
                .toInstant())
        .isEqualTo(TestKeys.NOW);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void itIsDerThroughoutExceptForTheOrderOfTheChain(TestKeys keys) throws Exception {
    byte[] signed = keys.profileSigner().sign(PROFILE);

    assertThat(signed).startsWith(0x30, 0x82);
    assertThat(keys.profileSigner().sign(new byte[70_000])).startsWith(0x30, 0x83);
    DerElement.only(signed).requireStrict();
    assertThat(ContentInfo.getInstance(signed).getEncoded(ASN1Encoding.DL)).isEqualTo(signed);
    SignerInformation signer =
        new CMSSignedData(signed).getSignerInfos().getSigners().iterator().next();
    assertThat(signer.getEncodedSignedAttributes())
        .isEqualTo(signer.toASN1Structure().getAuthenticatedAttributes().getEncoded("DER"));
    // Nothing but the set of certificates may change when all of it is sorted.
    assertThat(ContentInfo.getInstance(signed).getEncoded(ASN1Encoding.DER)).hasSameSizeAs(signed);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void theWholeChainIsInsideSignerFirstWhateverOrderItCameIn(TestKeys keys) throws Exception {
    List<java.security.cert.X509Certificate> pile = new ArrayList<>(keys.signer.chain());
    for (int seed = 0; seed < 6; seed++) {
      Collections.shuffle(pile, new Random(seed));
      SigningIdentity shuffled = SigningIdentity.of(keys.signer.key(), pile, TestKeys.CLOCK);
      byte[] signed = new ProfileSigner(shuffled, TestKeys.CLOCK).sign(PROFILE);

      SignedData data = SignedData.getInstance(ContentInfo.getInstance(signed).getContent());
      List<byte[]> inside = new ArrayList<>();
      for (var certificate : data.getCertificates()) {
        inside.add(certificate.toASN1Primitive().getEncoded());
      }
      assertThat(inside)
          .containsExactlyElementsOf(
              keys.signer.chain().stream().map(PemCertificates::der).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("keys")
  void contentOfAnySizeComesBackUnchanged(TestKeys keys) {
    Random random = new Random(42);
    int[] edges = {0, 1, 127, 128, 255, 256, 65_535, 65_536, 100_000};
    IntStream sizes = IntStream.concat(IntStream.of(edges), random.ints(40, 0, 100_001));
    ProfileSigner signer = keys.profileSigner();
    sizes.forEach(
        size -> {
          byte[] content = new byte[size];
          random.nextBytes(content);
          SignatureCheck.Report report = keys.check().check(signer.sign(content));
          assertThat(report.findings()).as("%d bytes", size).isEmpty();
          assertThat(report.content()).as("%d bytes", size).contains(content);
        });
  }

  @Test
  void aProfileKeepsItsIdentity() {
    ProfileIdentity identity =
        new ProfileIdentity("io.kalends.x", new UUID(1, 2), "io.kalends.x.caldav", new UUID(3, 4));
    SignedProfile signed = TestKeys.EC.profileSigner().sign(new UnsignedProfile(identity, PROFILE));
    assertThat(signed.identity()).isEqualTo(identity);
    assertThat(TestKeys.EC.check().check(signed.bytes()).content()).contains(PROFILE);
  }

  @Test
  void aCertificateThatExpiresWhileTheProgramRunsStopsTheSigning() {
    MovableClock clock = new MovableClock(TestKeys.NOW);
    ProfileSigner signer = new ProfileSigner(TestKeys.EC.signer, clock);
    assertThat(signer.sign(PROFILE)).isNotEmpty();

    clock.set(TestKeys.NOW.plus(Duration.ofDays(366)));
    assertThatThrownBy(() -> signer.sign(PROFILE))
        .isInstanceOf(UnusableSigningKey.class)
        .hasMessageContaining("'CN=Test signer' expired at 2027-11-22T12:00:00Z")
        .hasMessageContaining("renew")
        .extracting(e -> ((UnusableSigningKey) e).reason())
        .isEqualTo(Reason.EXPIRED);
    assertThatThrownBy(() -> new ProfileSigner(TestKeys.EC.signer, clock))
        .isInstanceOf(UnusableSigningKey.class);

    clock.set(TestKeys.NOW.minus(Duration.ofDays(1)));
    assertThatThrownBy(() -> signer.sign(PROFILE))
        .hasMessageContaining("is valid from 2026-11-22T11:00:00Z")
        .extracting(e -> ((UnusableSigningKey) e).reason())
        .isEqualTo(Reason.NOT_YET_VALID);
  }

  @Test
  void theTimeIsWrittenInTwoDigitsUntil2049AndInFourFrom2050() throws Exception {
    MovableClock clock = new MovableClock(Instant.parse("2049-12-31T23:59:59.999Z"));
    SigningAuthority root =
        SigningAuthority.create(
            "Long", KeyType.EC_P256, Duration.ofDays(3650), clock, TestKeys.RANDOM);
    ProfileSigner signer =
        new ProfileSigner(root.issue("S", KeyType.EC_P256, Duration.ofDays(3000)), clock);
    SignatureCheck check = SignatureCheck.of(List.of(root.certificate()), clock);

    byte[] before = signer.sign(PROFILE);
    assertThat(new String(before, java.nio.charset.StandardCharsets.ISO_8859_1))
        .contains("\u0017\r491231235959Z");
    assertThat(check.check(before).signingTime()).contains(Instant.parse("2049-12-31T23:59:59Z"));

    clock.set(Instant.parse("2050-01-01T00:00:00Z"));
    byte[] after = signer.sign(PROFILE);
    assertThat(new String(after, java.nio.charset.StandardCharsets.ISO_8859_1))
        .contains("\u0018\u000f20500101000000Z");
    assertThat(check.check(after).signingTime()).contains(clock.instant());
    assertThat(check.check(after).findings()).isEmpty();
    assertThat(new ASN1UTCTime("491231235959Z").getAdjustedDate().toInstant())
        .isEqualTo(Instant.parse("2049-12-31T23:59:59Z"));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void manyThreadsShareOneSigner(TestKeys keys) throws Exception {
    ProfileSigner signer = keys.profileSigner();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<byte[]>> signed = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        byte[] content = ("profile " + i).getBytes(UTF_8);
        signed.add(threads.submit(() -> signer.sign(content)));
      }
      for (int i = 0; i < signed.size(); i++) {
        SignatureCheck.Report report = keys.check().check(signed.get(i).get());
        assertThat(report.findings()).isEmpty();
        assertThat(report.content()).contains(("profile " + i).getBytes(UTF_8));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void theLogSaysOnceWhoSigns() {
    Logger logger = (Logger) LoggerFactory.getLogger(KeyOperation.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Level before = logger.getLevel();
    logger.setLevel(Level.INFO);
    logger.addAppender(log);
    try {
      ProfileSigner signer = TestKeys.RSA.profileSigner();
      signer.sign(PROFILE);
      signer.sign(PROFILE);
    } finally {
      logger.detachAppender(log);
      logger.setLevel(before);
    }
    assertThat(log.list)
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .contains("CN=Test signer, RSA 2048", "key operations by SunRsaSign");
  }
}
