package io.kalends.signing;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.bouncycastle.asn1.ASN1Integer;

/**
 * The certificates inside a signed profile, which nobody has vouched for yet. The signer's own
 * signature does not cover them; whoever issued each one's does, all but a few octets, and those
 * are compared here.
 *
 * @param signer who signed
 * @param others the rest, in the order given
 */
record ProfileCertificates(X509Certificate signer, List<X509Certificate> others) {

  private static final String WHERE = "chain";
  private static final int MOST = 16;

  static ProfileCertificates read(DerElement certificates, DerElement signerId)
      throws MalformedCms {
    List<DerElement> elements = certificates.children();
    if (elements.isEmpty() || elements.size() > MOST) {
      throw new MalformedCms(WHERE, elements.size() + " certificates: expected 1 to " + MOST);
    }
    List<X509Certificate> all = new ArrayList<>();
    for (DerElement element : elements) {
      all.add(certificate(element));
    }
    if (new HashSet<>(all).size() != all.size()) {
      throw new MalformedCms(WHERE, "holds the same certificate twice");
    }
    for (X509Certificate candidate : all) {
      if (isNamed(candidate, signerId)) {
        all.remove(candidate);
        return new ProfileCertificates(candidate, List.copyOf(all));
      }
    }
    throw new MalformedCms(WHERE, "the signer's own certificate is not included");
  }

  private static X509Certificate certificate(DerElement element) throws MalformedCms {
    List<DerElement> parts = element.children();
    // What the issuer's signature does not cover: the second algorithm identifier must repeat the
    // first, which it covers, and the signature value must have no unused bits.
    boolean right =
        element.is(DerElement.SEQUENCE)
            && parts.size() == 3
            && parts.get(2).is(DerElement.BIT_STRING)
            && parts.get(2).length() > 1
            && parts.get(2).contents()[0] == 0
            && repeatsAlgorithm(parts.get(0), parts.get(1));
    if (!right) {
      throw new MalformedCms(WHERE, "holds something that is no X.509 certificate");
    }
    byte[] der = element.encoded();
    try {
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der));
      if (Arrays.equals(certificate.getEncoded(), der)) {
        return certificate;
      }
    } catch (CertificateException e) {
      throw new MalformedCms(WHERE, "holds a certificate that is damaged");
    }
    throw new MalformedCms(WHERE, "holds a certificate that is not strict DER");
  }

  private static boolean repeatsAlgorithm(DerElement toBeSigned, DerElement algorithm)
      throws MalformedCms {
    byte[] repeated = algorithm.encoded();
    for (DerElement part : toBeSigned.children()) {
      // version [0] and serial number come before it.
      if (part.is(DerElement.SEQUENCE)) {
        return part.hasEncoding(repeated);
      }
    }
    return false;
  }

  private static boolean isNamed(X509Certificate certificate, DerElement signerId)
      throws MalformedCms {
    if (signerId.is(DerElement.SEQUENCE)) {
      byte[] issuer = certificate.getIssuerX500Principal().getEncoded();
      byte[] serial = SignedDataTemplate.der(new ASN1Integer(certificate.getSerialNumber()));
      return signerId.hasContents(SignedDataTemplate.join(issuer, serial));
    }
    return signerId.hasContents(KeyIdentifiers.own(certificate));
  }
}
