package io.kalends.signing;

import io.kalends.signing.UnusableSigningKey.Reason;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** The two ways Kalends signs. Apple devices take neither RSA-PSS nor Ed25519. */
enum SignatureScheme {
  /** RSA PKCS#1 v1.5. */
  RSA("SHA256withRSA", "RSA"),
  /** ECDSA. */
  ECDSA("SHA256withECDSA", "EC");

  /** SHA-256 without parameters, as RFC 5754 section 2 asks of those who generate. */
  static final AlgorithmIdentifier SHA_256 =
      new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256);

  private static final int RSA_LEAST_BITS = 2048;
  private static final int RSA_MOST_BITS = 4096;

  private final String jcaName;
  private final String keyAlgorithm;

  SignatureScheme(String jcaName, String keyAlgorithm) {
    this.jcaName = jcaName;
    this.keyAlgorithm = keyAlgorithm;
  }

  String jcaName() {
    return jcaName;
  }

  /** The JCA name of the key's own algorithm. */
  String keyAlgorithm() {
    return keyAlgorithm;
  }

  /**
   * How CMS names it: rsaEncryption with NULL (RFC 3370 section 3.2), or ecdsa-with-SHA256 without
   * parameters (RFC 5754 section 3.3).
   */
  AlgorithmIdentifier identifier() {
    return this == RSA
        ? new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE)
        : new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
  }

  /**
   * The scheme for a certificate's key.
   *
   * @throws UnusableSigningKey when the key is of a kind or size not to be used
   */
  static SignatureScheme of(X509Certificate certificate) {
    PublicKey key = certificate.getPublicKey();
    // Not by instanceof alone: RSA-PSS keys are RSAPublicKey too, and many curves are EC.
    if (key instanceof RSAPublicKey rsa && key.getAlgorithm().equals("RSA")) {
      int bits = rsa.getModulus().bitLength();
      if (bits >= RSA_LEAST_BITS && bits <= RSA_MOST_BITS) {
        return RSA;
      }
    }
    if (key instanceof ECPublicKey && isNistCurve(key)) {
      return ECDSA;
    }
    throw new UnusableSigningKey(
        Reason.UNSUPPORTED_ALGORITHM,
        "certificate '%s' has a key of kind %s: use RSA of 2048 to 4096 bits, or ECDSA over P-256"
            .formatted(
                CertificateSummary.subject(certificate),
                CertificateSummary.of(certificate).algorithm()));
  }

  private static boolean isNistCurve(PublicKey key) {
    AlgorithmIdentifier algorithm =
        SubjectPublicKeyInfo.getInstance(key.getEncoded()).getAlgorithm();
    return algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
        && algorithm.getParameters() instanceof ASN1ObjectIdentifier curve
        && (curve.equals(SECObjectIdentifiers.secp256r1)
            || curve.equals(SECObjectIdentifiers.secp384r1));
  }
}
