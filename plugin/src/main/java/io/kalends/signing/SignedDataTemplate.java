package io.kalends.signing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.x509.Certificate;

/**
 * Attached CMS SignedData (RFC 5652 section 5) in DER. All that is the same for every profile of
 * one signer is encoded once; per profile remain three attributes and the lengths around them.
 *
 * <p>One deliberate departure: the certificates stay in chain order, signer first, although DER
 * would sort the members of their SET OF by encoding. RFC 5652 section 5.1 asks for no order there,
 * and they are not among what is signed. The signed attributes, which are, are sorted.
 */
final class SignedDataTemplate {

  private static final int TAG_EXPLICIT_0 = 0xA0;
  private static final int FIRST_YEAR_OF_GENERALIZED_TIME = 2050;
  private static final DateTimeFormatter GENERALIZED_TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** The content type of SignedData itself, encoded. */
  static final byte[] SIGNED_DATA = der(CMSObjectIdentifiers.signedData);

  /** The content type of what is signed, encoded. */
  static final byte[] DATA = der(CMSObjectIdentifiers.data);

  private static final byte[] DIGEST = der(SignatureScheme.SHA_256);
  // Version 1: content of type data, and the signer named by issuer and serial number.
  private static final byte[] VERSION = der(new ASN1Integer(1));
  private static final byte[] HEAD = join(VERSION, wrap(DerElement.SET, DIGEST));
  private static final Attribute CONTENT_TYPE =
      new Attribute(CMSAttributes.contentType, new DERSet(CMSObjectIdentifiers.data));

  private final byte[] certificates;
  private final byte[] signerHead;
  private final byte[] signatureAlgorithm;

  SignedDataTemplate(List<X509Certificate> chain, SignatureScheme scheme) {
    byte[][] encoded = chain.stream().map(PemCertificates::der).toArray(byte[][]::new);
    certificates = wrap(TAG_EXPLICIT_0, join(encoded));
    Certificate leaf = Certificate.getInstance(encoded[0]);
    signerHead =
        join(
            VERSION,
            der(new IssuerAndSerialNumber(leaf.getIssuer(), leaf.getSerialNumber().getValue())),
            DIGEST);
    signatureAlgorithm = der(scheme.identifier());
  }

  /** The certificates as every profile carries them, tag and length included. */
  byte[] certificates() {
    return certificates.clone();
  }

  /** What is signed: a SET, sorted as DER asks. */
  static byte[] attributes(byte[] contentDigest, Instant signingTime) {
    return der(
        new DERSet(
            new ASN1Encodable[] {
              CONTENT_TYPE,
              new Attribute(CMSAttributes.signingTime, new DERSet(time(signingTime))),
              new Attribute(
                  CMSAttributes.messageDigest, new DERSet(new DEROctetString(contentDigest)))
            }));
  }

  /** RFC 5652 section 11.3: UTCTime through the year 2049. */
  private static ASN1Primitive time(Instant time) {
    String text = GENERALIZED_TIME.format(time);
    return time.atZone(ZoneOffset.UTC).getYear() < FIRST_YEAR_OF_GENERALIZED_TIME
        ? new ASN1UTCTime(text.substring(2))
        : new ASN1GeneralizedTime(text);
  }

  /** Puts the parts together; the attributes are those that were signed. */
  byte[] assemble(byte[] content, byte[] attributes, byte[] signature) {
    int signer =
        signerHead.length + attributes.length + signatureAlgorithm.length + whole(signature.length);
    int eContent = whole(content.length);
    int encapsulated = DATA.length + whole(eContent);
    int signedData = HEAD.length + whole(encapsulated) + certificates.length + whole(whole(signer));
    int outer = SIGNED_DATA.length + whole(whole(signedData));

    ByteBuffer out = ByteBuffer.allocate(whole(outer));
    header(out, DerElement.SEQUENCE, outer).put(SIGNED_DATA);
    header(out, TAG_EXPLICIT_0, whole(signedData));
    header(out, DerElement.SEQUENCE, signedData).put(HEAD);
    header(out, DerElement.SEQUENCE, encapsulated).put(DATA);
    header(out, TAG_EXPLICIT_0, eContent);
    header(out, DerElement.OCTET_STRING, content.length).put(content);
    out.put(certificates);
    header(out, DerElement.SET, whole(signer));
    header(out, DerElement.SEQUENCE, signer).put(signerHead);
    // Signed as a SET, carried under [0] (RFC 5652 section 5.4).
    out.put((byte) TAG_EXPLICIT_0).put(attributes, 1, attributes.length - 1);
    out.put(signatureAlgorithm);
    header(out, DerElement.OCTET_STRING, signature.length).put(signature);
    return out.array();
  }

  /** Length of an element with so many octets inside. */
  private static int whole(int length) {
    return 2 + extraLengthOctets(length) + length;
  }

  private static int extraLengthOctets(int length) {
    return length < 0x80 ? 0 : (32 - Integer.numberOfLeadingZeros(length) + 7) / 8;
  }

  private static ByteBuffer header(ByteBuffer out, int tag, int length) {
    out.put((byte) tag);
    int extra = extraLengthOctets(length);
    if (extra == 0) {
      return out.put((byte) length);
    }
    out.put((byte) (0x80 | extra));
    for (int shift = (extra - 1) * 8; shift >= 0; shift -= 8) {
      out.put((byte) (length >>> shift));
    }
    return out;
  }

  private static byte[] wrap(int tag, byte[] inside) {
    return header(ByteBuffer.allocate(whole(inside.length)), tag, inside.length)
        .put(inside)
        .array();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  static byte[] der(ASN1Encodable object) {
    try {
      return object.toASN1Primitive().getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new UncheckedIOException("encoding to memory failed", e);
    }
  }
}
