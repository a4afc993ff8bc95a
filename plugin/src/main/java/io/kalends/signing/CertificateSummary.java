package io.kalends.signing;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.HexFormat;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate in words, fit for a terminal: names are cut to 200 characters and hold no control
 * characters, whoever wrote them.
 *
 * @param subject distinguished name, for example {@code CN=Kalends profiles, O=Example}
 * @param issuer distinguished name of whoever issued it
 * @param notBefore first moment of its validity
 * @param notAfter last moment of its validity
 * @param algorithm kind and size of its key, for example {@code RSA 2048} or {@code EC P-256}
 * @param sha256 fingerprint over the whole certificate, 64 lower-case hexadecimal digits
 */
public record CertificateSummary(
    String subject,
    String issuer,
    Instant notBefore,
    Instant notAfter,
    String algorithm,
    String sha256) {

  private static final int LONGEST_NAME = 200;

  /**
   * Describes a certificate.
   *
   * @param certificate any X.509 certificate
   * @return what to show of it
   */
  public static CertificateSummary of(X509Certificate certificate) {
    return new CertificateSummary(
        subject(certificate),
        text(certificate.getIssuerX500Principal()),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        algorithm(certificate.getPublicKey()),
        fingerprint(certificate));
  }

  static String subject(X509Certificate certificate) {
    return text(certificate.getSubjectX500Principal());
  }

  static String text(X500Principal name) {
    // Names come from files that others made; escape sequences must not reach a terminal or a log.
    String clean = name.toString().replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]", "?");
    return clean.length() <= LONGEST_NAME ? clean : clean.substring(0, LONGEST_NAME) + "...";
  }

  private static String algorithm(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      return key.getAlgorithm() + " " + rsa.getModulus().bitLength();
    }
    if (key instanceof ECPublicKey ec) {
      return "EC P-" + ec.getParams().getCurve().getField().getFieldSize();
    }
    return key.getAlgorithm();
  }

  private static String fingerprint(X509Certificate certificate) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot take the fingerprint of a certificate", e);
    }
  }
}
