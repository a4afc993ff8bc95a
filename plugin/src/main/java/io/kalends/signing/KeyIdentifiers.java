package io.kalends.signing;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

/** The key identifiers of a certificate (RFC 5280 sections 4.2.1.1 and 4.2.1.2). */
final class KeyIdentifiers {

  private static final String SUBJECT = "2.5.29.14";
  private static final String AUTHORITY = "2.5.29.35";
  private static final int KEY_IDENTIFIER = 0x80;
  private static final byte[] NONE = {};

  private KeyIdentifiers() {}

  /** The identifier of its own key; empty when it has none that can be read. */
  static byte[] own(X509Certificate certificate) {
    byte[] extension = certificate.getExtensionValue(SUBJECT);
    if (extension == null) {
      return NONE;
    }
    try {
      return DerElement.only(DerElement.only(extension).contents()).contents();
    } catch (MalformedCms e) {
      return NONE;
    }
  }

  /** The identifier of the key it was signed with; empty when it has none that can be read. */
  static byte[] issuers(X509Certificate certificate) {
    byte[] extension = certificate.getExtensionValue(AUTHORITY);
    if (extension == null) {
      return NONE;
    }
    try {
      List<DerElement> parts = DerElement.only(DerElement.only(extension).contents()).children();
      return !parts.isEmpty() && parts.get(0).is(KEY_IDENTIFIER) ? parts.get(0).contents() : NONE;
    } catch (MalformedCms e) {
      return NONE;
    }
  }

  /** Whether it says that it was signed with its own key. */
  static boolean pointToItself(X509Certificate certificate) {
    byte[] own = own(certificate);
    return own.length > 0 && Arrays.equals(own, issuers(certificate));
  }
}
