package io.kalends.signing;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.CMSAttributes;

/** What the signature covers, read: type, digest of the content, time (RFC 5652 section 11). */
final class SignedAttributes {

  private static final String WHERE = "signed attributes";
  private static final DateTimeFormatter GENERALIZED_TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmssX", Locale.ROOT);
  private static final int UTC_TIME_PIVOT_YEAR = 50;

  private final DerElement element;
  private final Map<ASN1ObjectIdentifier, DerElement> values;

  private SignedAttributes(DerElement element, Map<ASN1ObjectIdentifier, DerElement> values) {
    this.element = element;
    this.values = values;
  }

  static SignedAttributes read(DerElement element) throws MalformedCms {
    Map<ASN1ObjectIdentifier, DerElement> values = new HashMap<>();
    Optional<DerElement> before = Optional.empty();
    for (DerElement attribute : element.children()) {
      if (before.isPresent() && !before.get().isBefore(attribute)) {
        throw new MalformedCms(WHERE, "not in the order that DER asks for: sign again");
      }
      before = Optional.of(attribute);
      List<DerElement> parts = attribute.children();
      if (parts.size() != 2 || !parts.get(1).is(DerElement.SET)) {
        throw new MalformedCms(WHERE, "one is no attribute");
      }
      List<DerElement> inside = parts.get(1).children();
      if (inside.size() != 1 || values.put(identifier(parts.get(0)), inside.get(0)) != null) {
        throw new MalformedCms(WHERE, "one does not have exactly one value");
      }
    }
    return new SignedAttributes(element, values);
  }

  /** Reads an object identifier. */
  static ASN1ObjectIdentifier identifier(DerElement element) throws MalformedCms {
    if (element.is(DerElement.OBJECT_IDENTIFIER)) {
      try {
        return ASN1ObjectIdentifier.getInstance(element.encoded());
      } catch (IllegalArgumentException e) {
        throw new MalformedCms("object identifier", "damaged");
      }
    }
    throw new MalformedCms("object identifier", "missing where one belongs");
  }

  /** The bytes that were signed: the same under the tag of a SET (RFC 5652 section 5.4). */
  byte[] signedBytes() {
    return element.encodedAs(DerElement.SET);
  }

  DerElement contentType() throws MalformedCms {
    return required(CMSAttributes.contentType, DerElement.OBJECT_IDENTIFIER, "content-type");
  }

  DerElement messageDigest() throws MalformedCms {
    return required(CMSAttributes.messageDigest, DerElement.OCTET_STRING, "message-digest");
  }

  /**
   * The CMSAlgorithmProtection attribute (RFC 6211), which repeats both algorithms under the
   * signature; empty when there is none.
   */
  Optional<DerElement> algorithmProtection() {
    return Optional.ofNullable(values.get(CMSAttributes.cmsAlgorithmProtect));
  }

  private DerElement required(ASN1ObjectIdentifier type, int tag, String name) throws MalformedCms {
    DerElement value = values.get(type);
    if (value == null || !value.is(tag)) {
      throw new MalformedCms(WHERE, name + " is missing or damaged");
    }
    return value;
  }

  /** The moment the signer claims to have signed at; empty when it claims none. */
  Optional<Instant> signingTime() throws MalformedCms {
    DerElement value = values.get(CMSAttributes.signingTime);
    if (value == null) {
      return Optional.empty();
    }
    String text = new String(value.contents(), StandardCharsets.US_ASCII);
    try {
      if (value.is(DerElement.UTC_TIME)) {
        boolean twentieth = Integer.parseInt(text.substring(0, 2)) >= UTC_TIME_PIVOT_YEAR;
        return Optional.of(instant((twentieth ? "19" : "20") + text));
      }
      if (value.is(DerElement.GENERALIZED_TIME)) {
        return Optional.of(instant(text));
      }
    } catch (DateTimeException | NumberFormatException | StringIndexOutOfBoundsException e) {
      throw new MalformedCms(WHERE, "signing-time is no time");
    }
    throw new MalformedCms(WHERE, "signing-time is no time");
  }

  private static Instant instant(String text) {
    return ZonedDateTime.parse(text, GENERALIZED_TIME)
        .withZoneSameInstant(ZoneOffset.UTC)
        .toInstant();
  }
}
