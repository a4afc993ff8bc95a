package io.kalends.signing;

import io.kalends.secret.Secret;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** A root, an authority below it and a signer below that, for each kind of key. Made once. */
final class TestKeys {

  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  static final SecureRandom RANDOM = new SecureRandom();
  static final Secret PASSWORD = Secret.of("obviously-fake-password");

  static final TestKeys RSA = new TestKeys(KeyType.RSA_2048);
  static final TestKeys EC = new TestKeys(KeyType.EC_P256);

  final SigningAuthority root;
  final SigningAuthority intermediate;
  final SigningIdentity signer;

  private TestKeys(KeyType type) {
    root = SigningAuthority.create("Test root", type, Duration.ofDays(3650), CLOCK, RANDOM);
    intermediate = root.subordinate("Test intermediate", type, Duration.ofDays(1825));
    signer = intermediate.issue("Test signer", type, Duration.ofDays(365));
  }

  /** Every kind, for parameterised tests. */
  static List<TestKeys> all() {
    return List.of(RSA, EC);
  }

  List<X509Certificate> anchors() {
    return List.of(root.certificate());
  }

  /** The signer without the root in its chain, as most files have it. */
  SigningIdentity signerWithoutRoot() {
    return SigningIdentity.of(signer.key(), signer.chain().subList(0, 2), CLOCK);
  }

  ProfileSigner profileSigner() {
    return new ProfileSigner(signer, CLOCK);
  }

  SignatureCheck check() {
    return SignatureCheck.of(anchors(), CLOCK);
  }

  @Override
  public String toString() {
    return signer.scheme().toString();
  }
}
