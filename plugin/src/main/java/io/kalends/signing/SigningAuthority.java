package io.kalends.signing;

import io.kalends.secret.Secret;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * A small certificate authority of one's own, for the demo and for companies without one. A profile
 * that an MDM pushes shows no label "Verified", so an internal authority is as good as a public one
 * there. Its certificate goes to whoever checks profiles; its key is needed again only to issue the
 * next signing certificate.
 */
public final class SigningAuthority {

  private final SigningIdentity identity;
  private final Clock clock;
  private final SecureRandom random;

  private SigningAuthority(SigningIdentity identity, Clock clock, SecureRandom random) {
    this.identity = identity;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Makes a new authority with a self-signed root certificate.
   *
   * @param name common name, 1 to 64 characters, for example {@code Example internal CA}
   * @param type kind of its key
   * @param validity how long from now; certificates it issues end no later
   * @param clock tells now
   * @param random for key and serial numbers
   * @return an authority that exists in memory only, until written
   */
  public static SigningAuthority create(
      String name, KeyType type, Duration validity, Clock clock, SecureRandom random) {
    KeyPair keys = type.generate(random);
    X500Name subject = commonName(name);
    Instant now = clock.instant();
    X509Certificate root =
        new CertificateDraft(
                subject,
                keys.getPublic(),
                true,
                now.minus(CertificateDraft.EARLY),
                now.plus(positive(validity)))
            .issue(subject, keys.getPublic(), keys.getPrivate(), random);
    return new SigningAuthority(
        SigningIdentity.of(keys.getPrivate(), List.of(root), clock), clock, random);
  }

  /**
   * Opens an authority that was written to a file.
   *
   * @param file PKCS#12 written by {@link #writePkcs12}
   * @param password of the file
   * @param clock tells now
   * @param random for keys and serial numbers
   * @return the authority
   * @throws UnusableSigningKey when the file is unusable, or its certificate may not issue others
   */
  public static SigningAuthority open(
      Path file, Secret password, Clock clock, SecureRandom random) {
    SigningIdentity identity = SigningIdentity.pkcs12(file, password, clock);
    if (identity.chain().get(0).getBasicConstraints() < 0) {
      throw new UnusableSigningKey(
          UnusableSigningKey.Reason.UNSUPPORTED_ALGORITHM,
          "the certificate in '%s' is no certificate authority's: it cannot issue others"
              .formatted(file));
    }
    return new SigningAuthority(identity, clock, random);
  }

  /**
   * Makes a new signing key and issues its certificate.
   *
   * @param name common name of the signer, 1 to 64 characters; devices show it
   * @param type kind of the new key
   * @param validity how long from now, at most as long as the authority's own certificate
   * @return the key, its certificate, and those above up to the root
   */
  public SigningIdentity issue(String name, KeyType type, Duration validity) {
    return issue(name, type, validity, false);
  }

  /** An authority below this one. */
  SigningAuthority subordinate(String name, KeyType type, Duration validity) {
    return new SigningAuthority(issue(name, type, validity, true), clock, random);
  }

  private SigningIdentity issue(String name, KeyType type, Duration validity, boolean authority) {
    KeyPair keys = type.generate(random);
    Instant now = clock.instant();
    Instant end = now.plus(positive(validity));
    Instant ownEnd = certificate().getNotAfter().toInstant();
    X509Certificate issued =
        new CertificateDraft(
                commonName(name),
                keys.getPublic(),
                authority,
                now.minus(CertificateDraft.EARLY),
                end.isBefore(ownEnd) ? end : ownEnd)
            .issue(
                X500Name.getInstance(certificate().getSubjectX500Principal().getEncoded()),
                certificate().getPublicKey(),
                identity.key(),
                random);
    List<X509Certificate> chain = new ArrayList<>(identity.chain());
    chain.add(0, issued);
    return SigningIdentity.of(keys.getPrivate(), chain, clock);
  }

  /**
   * The authority's own certificate: what checks of profiles are given to trust.
   *
   * @return never null
   */
  public X509Certificate certificate() {
    return identity.chain().get(0);
  }

  /**
   * Writes the authority's key and certificate as PKCS#12, atomically, mode 0600. Whoever has this
   * file and its password can issue certificates: keep it apart from the signing key.
   *
   * @param file what to write or replace
   * @param password what will open it
   */
  public void writePkcs12(Path file, Secret password) {
    identity.writePkcs12(file, password);
  }

  @Override
  public String toString() {
    return "SigningAuthority[" + CertificateSummary.subject(certificate()) + "]";
  }

  static X500Name commonName(String name) {
    // RFC 5280 appendix A: ub-common-name is 64.
    if (name.isBlank() || name.length() > 64 || name.matches("(?s).*\\p{Cc}.*")) {
      throw new IllegalArgumentException(
          "a certificate's name must have 1 to 64 characters and no control characters");
    }
    return new X500NameBuilder().addRDN(BCStyle.CN, name).build();
  }

  private static Duration positive(Duration validity) {
    if (validity.isZero() || validity.isNegative()) {
      throw new IllegalArgumentException("a certificate's validity must be positive");
    }
    return validity;
  }
}
