package io.kalends.signing;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate about to be issued (RFC 5280).
 *
 * @param subject its name
 * @param key the key it is for
 * @param authority whether it may issue others
 * @param from start of its validity, cut to seconds
 * @param until end of its validity, cut to seconds
 */
record CertificateDraft(
    X500Name subject, PublicKey key, boolean authority, Instant from, Instant until) {

  /** Clocks of devices and servers are not exactly right: certificates are valid a little early. */
  static final Duration EARLY = Duration.ofHours(1);

  private static final int SERIAL_BITS = 128;

  CertificateDraft {
    from = from.truncatedTo(ChronoUnit.SECONDS);
    until = until.truncatedTo(ChronoUnit.SECONDS);
  }

  /** Issues it under the name and key of an authority, possibly its own. */
  X509Certificate issue(
      X500Name issuer, PublicKey issuerKey, PrivateKey signWith, SecureRandom random) {
    try {
      // RFC 5280 section 4.1.2.2: positive, at most 20 octets.
      BigInteger serial = new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1);
      X509v3CertificateBuilder builder =
          new X509v3CertificateBuilder(
              issuer,
              serial,
              Date.from(from),
              Date.from(until),
              subject,
              SubjectPublicKeyInfo.getInstance(key.getEncoded()));
      extend(builder, issuerKey);
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer(signWith)));
    } catch (OperatorCreationException | GeneralSecurityException | CertIOException e) {
      throw new IllegalStateException("cannot issue a certificate for '" + subject + "'", e);
    }
  }

  static ContentSigner signer(PrivateKey key) throws OperatorCreationException {
    SignatureScheme scheme =
        key.getAlgorithm().equals("RSA") ? SignatureScheme.RSA : SignatureScheme.ECDSA;
    return new JcaContentSignerBuilder(scheme.jcaName()).build(key);
  }

  private void extend(X509v3CertificateBuilder builder, PublicKey issuerKey)
      throws CertIOException, GeneralSecurityException {
    JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
    int usage = authority ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature;
    builder
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority))
        .addExtension(Extension.keyUsage, true, new KeyUsage(usage))
        .addExtension(Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(key))
        .addExtension(
            Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(issuerKey));
  }
}
