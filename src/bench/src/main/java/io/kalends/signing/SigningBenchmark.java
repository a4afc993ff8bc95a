package io.kalends.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.kalends.account.CalDavAccount;
import io.kalends.delivery.SignedProfile;
import io.kalends.delivery.UnsignedProfile;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import io.kalends.profile.ProfileBuilder;
import io.kalends.profile.ProfileNaming;
import io.kalends.profile.ProfileTemplates;
import io.kalends.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Making one profile, stage by stage, against the bare private-key operation and against one
 * OpenSSL process per profile. The profile is a real one, of an iPhone behind a private CA: about 3
 * kB. In the package of what it measures, because no public method hands out a profile that was not
 * verified.
 */
@NullMarked
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SigningBenchmark {

  private static final Device DEVICE =
      Device.enrolled(new EnrollmentId("00008110-001A2B3C4D5E6F70"), Platform.IOS)
          .name("Alice's iPhone")
          .build();
  private static final DeviceOwner OWNER = new DeviceOwner("alice@example.org", "Alice Example");
  private static final CalDavAccount ACCOUNT =
      CalDavAccount.of(
          "caldav.example.org", 443, "u_abcd1234", Secret.of("NotARealPasswordButALongOne4711x"));

  private static final String CORRETTO =
      "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

  /** Kind of the signing key. */
  @Param({"RSA_2048", "EC_P256"})
  public KeyType key = KeyType.RSA_2048;

  /** Who computes the signature: the JDK's own providers or Corretto. */
  @Param({"JDK", "ACCP"})
  public String provider = "JDK";

  private Stages stages = new Stages();

  /** All that the stages need, made before the clock starts. */
  @NullUnmarked
  private static final class Stages {
    private ProfileBuilder builder;
    private UnsignedProfile profile;
    private byte[] content;
    private ProfileSigner signer;
    private Signature raw;
    private byte[] attributes;
    private byte[] signed;
    private Path folder;
    private List<String> openssl;
  }

  /** Makes a key, a chain of two, and one signed profile. */
  @Setup
  public void prepare() throws GeneralSecurityException, IOException, ReflectiveOperationException {
    SecureRandom random = new SecureRandom();
    Clock clock = Clock.systemUTC();
    SigningAuthority authority =
        SigningAuthority.create("Bench root", key, Duration.ofDays(2), clock, random);
    SigningIdentity identity =
        authority
            .subordinate("Bench authority", key, Duration.ofDays(2))
            .issue("Bench signer", key, Duration.ofDays(1));
    Provider chosen = chosen(identity);
    stages = new Stages();
    stages.builder =
        new ProfileBuilder(
                ProfileTemplates.builtIn(),
                ProfileNaming.of("bench").withOrganization("Example Ltd"))
            .trusting(authority.certificate());
    stages.profile = build();
    stages.content = stages.profile.bytes();
    stages.signer = new ProfileSigner(identity, clock, chosen);
    stages.raw = Signature.getInstance(identity.scheme().jcaName(), chosen);
    stages.raw.initSign(own(identity, chosen));
    stages.attributes = SignedDataTemplate.attributes(new byte[32], Instant.now());
    stages.signed = stages.signer.sign(stages.content);
    prepareOpenssl(identity);
  }

  private Provider chosen(SigningIdentity identity) throws ReflectiveOperationException {
    if (provider.equals("ACCP")) {
      return (Provider) Class.forName(CORRETTO).getField("INSTANCE").get(null);
    }
    String name = identity.scheme() == SignatureScheme.RSA ? "SunRsaSign" : "SunEC";
    return Security.getProvider(name);
  }

  private static PrivateKey own(SigningIdentity identity, Provider provider)
      throws GeneralSecurityException {
    return (PrivateKey)
        KeyFactory.getInstance(identity.scheme().keyAlgorithm(), provider)
            .translateKey(identity.key());
  }

  private void prepareOpenssl(SigningIdentity identity) throws IOException {
    stages.folder = Files.createTempDirectory("kalends-bench");
    Path in = Files.write(stages.folder.resolve("profile"), stages.content);
    Path keyFile =
        Files.writeString(
            stages.folder.resolve("key.pem"),
            "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII))
                    .encodeToString(identity.key().getEncoded())
                + "\n-----END PRIVATE KEY-----\n");
    Path signerFile = stages.folder.resolve("signer.pem");
    PemCertificates.write(signerFile, identity.chain().subList(0, 1));
    Path rest = stages.folder.resolve("rest.pem");
    PemCertificates.write(rest, identity.chain().subList(1, 3));
    stages.openssl =
        List.of(
            "openssl",
            "cms",
            "-sign",
            "-binary",
            "-nodetach",
            "-nosmimecap",
            "-md",
            "sha256",
            "-outform",
            "DER",
            "-in",
            in.toString(),
            "-inkey",
            keyFile.toString(),
            "-signer",
            signerFile.toString(),
            "-certfile",
            rest.toString(),
            "-out",
            stages.folder.resolve("signed").toString());
  }

  /** Deletes the files that OpenSSL was given. */
  @TearDown
  public void clean() throws IOException {
    try (var files = Files.list(stages.folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(stages.folder);
  }

  /** The private-key operation alone, over as many bytes as a profile's signed attributes. */
  @Benchmark
  public byte[] raw() throws GeneralSecurityException {
    stages.raw.update(stages.attributes);
    return stages.raw.sign();
  }

  /** Filling the template, twice: for the content hash, and with the password. */
  @Benchmark
  public UnsignedProfile build() {
    return stages.builder.build(DEVICE, OWNER, ACCOUNT, 1).unsigned();
  }

  /** Digest, signed attributes, signature, CMS structure. */
  @Benchmark
  public byte[] signOnly() {
    return stages.signer.signUnverified(stages.content);
  }

  /** Reading the finished bytes back: structure, digest, signature. */
  @Benchmark
  public byte[] selfVerify() {
    stages.signer.verify(stages.signed, stages.content);
    return stages.signed;
  }

  /** What a delivery costs: built, signed and verified. */
  @Benchmark
  public SignedProfile whole() {
    return stages.signer.sign(build());
  }

  /**
   * The stages in turn, each timed by itself: whatever slows the machine down slows all of them
   * alike, so that their ratios hold where the figures of separate runs swing by a third.
   */
  @Benchmark
  public void inTurn(StageTimes times) throws GeneralSecurityException {
    long start = System.nanoTime();
    raw();
    long afterRaw = System.nanoTime();
    build();
    long afterBuild = System.nanoTime();
    signOnly();
    long afterSign = System.nanoTime();
    selfVerify();
    long afterVerify = System.nanoTime();
    whole();
    long end = System.nanoTime();
    times.add(
        afterRaw - start,
        afterBuild - afterRaw,
        afterSign - afterBuild,
        afterVerify - afterSign,
        end - afterVerify);
  }

  /** One OpenSSL process for one profile. */
  @Benchmark
  public int opensslProcess() throws IOException, InterruptedException {
    int exit = new ProcessBuilder(stages.openssl).redirectErrorStream(true).start().waitFor();
    if (exit != 0) {
      throw new IOException("openssl ended with " + exit);
    }
    return exit;
  }
}
