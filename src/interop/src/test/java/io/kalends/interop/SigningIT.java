package io.kalends.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.secret.Secret;
import io.kalends.signing.KeyType;
import io.kalends.signing.PemCertificates;
import io.kalends.signing.Pkcs11Token;
import io.kalends.signing.Pkcs11Token.Slot;
import io.kalends.signing.ProfileSigner;
import io.kalends.signing.SignatureCheck;
import io.kalends.signing.SigningAuthority;
import io.kalends.signing.SigningIdentity;
import io.kalends.signing.UnusableSigningKey;
import io.kalends.signing.UnusableSigningKey.Reason;
import io.kalends.testkit.program.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Security;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Signatures and key files before OpenSSL, and a signing key on a SoftHSM2 token. */
class SigningIT {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final Secret PASSWORD = Secret.of("obviously-fake-password");
  private static final Secret PIN = Secret.of(SoftHsm.PIN);
  private static final Path SOFTHSM = SoftHsm.LIBRARY;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void opensslVerifiesOurProfilesAndRefusesThemWithOneByteChanged(KeyType type) throws Exception {
    SigningAuthority authority = authority(type);
    SigningIdentity signer = authority.issue("Signer", type, Duration.ofDays(10));
    byte[] content = content();
    byte[] signed = new ProfileSigner(signer, CLOCK).sign(content);

    Path profile = Files.write(folder.resolve("p"), signed);
    verify(profile).succeeded();
    assertThat(Files.readAllBytes(folder.resolve("out"))).isEqualTo(content);
    Program.Result dump =
        run("openssl", "asn1parse", "-inform", "DER", "-in", profile.toString()).succeeded();
    assertThat(dump.out()).contains("pkcs7-signedData").doesNotContain("l=inf");

    int inside = 200;
    signed[inside] ^= 1;
    Files.write(profile, signed);
    assertThat(verify(profile).exit()).isNotZero();
  }

  @Test
  void keyFilesOfOpensslAreReadAndOursByOpenssl() throws Exception {
    authority(KeyType.RSA_2048)
        .issue("Signer", KeyType.RSA_2048, Duration.ofDays(10))
        .writePkcs12(folder.resolve("ours.p12"), PASSWORD);
    String pass = "pass:" + PASSWORD.reveal();
    run("openssl", "pkcs12", "-in", "ours.p12", "-passin", pass, "-noenc", "-out", "all.pem")
        .succeeded();
    Path all = folder.resolve("all.pem");
    SigningIdentity ours = SigningIdentity.pem(all, List.of(all), CLOCK);
    assertThat(ours.chain()).hasSize(2);

    String in = "all.pem";
    run("openssl", "pkcs8", "-topk8", "-in", in, "-passout", pass, "-out", "pkcs8.pem");
    run("openssl", "pkcs8", "-topk8", "-scrypt", "-in", in, "-passout", pass, "-out", "s.pem");
    run("openssl", "rsa", "-in", in, "-traditional", "-aes256", "-passout", pass, "-out", "t.pem");
    for (String key : List.of("pkcs8.pem", "s.pem", "t.pem")) {
      Path file = folder.resolve(key);
      assertThat(SigningIdentity.pem(file, PASSWORD, List.of(all), CLOCK).chain())
          .as(key)
          .isEqualTo(ours.chain());
    }
    run("openssl", "pkcs12", "-export", "-in", in, "-passout", pass, "-out", "theirs.p12")
        .succeeded();
    assertThat(SigningIdentity.pkcs12(folder.resolve("theirs.p12"), PASSWORD, CLOCK).chain())
        .isEqualTo(ours.chain());
  }

  @Test
  void profilesSignedByOpensslAreTaken() throws Exception {
    SigningAuthority authority = authority(KeyType.RSA_2048);
    SigningIdentity signer = authority.issue("Signer", KeyType.RSA_2048, Duration.ofDays(10));
    pemOf(signer);
    byte[] content = content();
    Files.write(folder.resolve("content"), content);
    run(
            "openssl",
            "cms",
            "-sign",
            "-binary",
            "-nodetach",
            "-in",
            "content",
            "-outform",
            "DER",
            "-signer",
            "all.pem",
            "-certfile",
            "ca.pem",
            "-out",
            "theirs")
        .succeeded();
    SignatureCheck.Report report =
        SignatureCheck.of(PemCertificates.read(folder.resolve("ca.pem")), CLOCK)
            .check(Files.readAllBytes(folder.resolve("theirs")));
    assertThat(report.findings()).allSatisfy(f -> assertThat(f.text()).contains("expires soon"));
    assertThat(report.content()).contains(content);
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"RSA_2048", "EC_P256"})
  void aKeyOnATokenSignsAndStaysThere(KeyType type) throws Exception {
    SigningAuthority authority = authority(type);
    SigningIdentity signer = authority.issue("Signer", type, Duration.ofDays(10));
    pemOf(signer);
    Slot slot = new Slot(Slot.Kind.ID, SoftHsm.slot(type.name()));
    importInto(slot);

    Pkcs11Token token = new Pkcs11Token(SOFTHSM, slot, PIN, "", List.of(folder.resolve("ca.pem")));
    assertRefused(token, "", Secret.of("0815081508"), Reason.WRONG_PASSWORD);
    SigningIdentity onToken = SigningIdentity.pkcs11(token, CLOCK);
    assertThat(onToken.chain()).isEqualTo(signer.chain());
    byte[] content = content();
    Path profile = folder.resolve("p");
    ProfileSigner profiles = new ProfileSigner(onToken, CLOCK);
    for (int i = 0; i < 3; i++) {
      Files.write(profile, profiles.sign(content));
      verify(profile).succeeded();
    }
    assertThatThrownBy(() -> onToken.writePkcs12(folder.resolve("stolen.p12"), PASSWORD))
        .hasMessageContaining("cannot be copied");
    assertThat(folder.resolve("stolen.p12")).doesNotExist();
    assertRefused(token, "nobody", PIN, Reason.UNKNOWN_ALIAS);
    assertRefused(
        new Pkcs11Token(SOFTHSM, new Slot(Slot.Kind.INDEX, 77), PIN, "", List.of()),
        "",
        PIN,
        Reason.TOKEN_UNUSABLE);
    assertRefused(
        new Pkcs11Token(folder.resolve("none.so"), slot, PIN, "", List.of()),
        "",
        PIN,
        Reason.FILE_NOT_FOUND);
  }

  private static void assertRefused(Pkcs11Token token, String alias, Secret pin, Reason reason) {
    Pkcs11Token other =
        new Pkcs11Token(token.library(), token.slot(), pin, alias, token.certificates());
    assertThatThrownBy(() -> SigningIdentity.pkcs11(other, CLOCK))
        .isInstanceOf(UnusableSigningKey.class)
        .hasMessageNotContaining(PIN.reveal())
        .extracting(e -> ((UnusableSigningKey) e).reason())
        .isEqualTo(reason);
  }

  /**
   * Puts the key on a token and, as tokens mostly have it, the signer's certificate only. Logs out
   * again: a login holds for the whole process.
   */
  private void importInto(Slot slot) throws Exception {
    char[] password = PASSWORD.reveal().toCharArray();
    KeyStore file = KeyStore.getInstance(folder.resolve("signer.p12").toFile(), password);
    String alias = file.aliases().nextElement();
    AuthProvider provider =
        (AuthProvider)
            Security.getProvider("SunPKCS11")
                .configure(
                    "--name=import%d\nlibrary=%s\nslot=%d"
                        .formatted(slot.number(), SOFTHSM, slot.number()));
    KeyStore token = KeyStore.getInstance("PKCS11", provider);
    token.load(null, PIN.reveal().toCharArray());
    token.setKeyEntry(
        "signing",
        file.getKey(alias, password),
        null,
        new Certificate[] {file.getCertificateChain(alias)[0]});
    provider.logout();
  }

  private SigningAuthority authority(KeyType type) {
    SigningAuthority authority =
        SigningAuthority.create("CA", type, Duration.ofDays(90), CLOCK, new SecureRandom());
    PemCertificates.write(folder.resolve("ca.pem"), List.of(authority.certificate()));
    return authority;
  }

  /** Key and chain in clear, for programs that take nothing else. */
  private void pemOf(SigningIdentity signer) {
    signer.writePkcs12(folder.resolve("signer.p12"), PASSWORD);
    run(
            "openssl",
            "pkcs12",
            "-in",
            "signer.p12",
            "-passin",
            "pass:" + PASSWORD.reveal(),
            "-noenc",
            "-out",
            "all.pem")
        .succeeded();
  }

  private Program.Result verify(Path profile) {
    return run(
        "openssl",
        "cms",
        "-verify",
        "-inform",
        "DER",
        "-in",
        profile.toString(),
        "-CAfile",
        "ca.pem",
        "-purpose",
        "any",
        "-out",
        "out");
  }

  private Program.Result run(String... command) {
    return Program.run(folder, new ArrayList<>(Arrays.asList(command)));
  }

  private static byte[] content() {
    byte[] content = new byte[5000];
    new Random(1).nextBytes(content);
    return content;
  }
}
