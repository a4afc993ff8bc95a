package io.kalends.profile;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/**
 * The root of a private CA, ready to be written into profiles.
 *
 * @param base64 its DER
 * @param fingerprint SHA-256 of its DER in hexadecimal: another certificate is another payload
 */
record RootCertificate(String base64, String fingerprint) {

  static RootCertificate of(X509Certificate certificate) {
    if (certificate.getBasicConstraints() < 0
        || !certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
      throw new IllegalArgumentException(
          "root certificate: is not the self-signed certificate of a CA; give the root itself, and"
              + " let the calendar server send its intermediates");
    }
    try {
      byte[] der = certificate.getEncoded();
      return new RootCertificate(
          XmlValue.data(der),
          HexFormat.of().formatHex(NameBasedUuid.digest("SHA-256").digest(der)));
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("root certificate: cannot be encoded");
    }
  }
}
