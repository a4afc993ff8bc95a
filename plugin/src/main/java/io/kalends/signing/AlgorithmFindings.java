package io.kalends.signing;

import io.kalends.finding.Finding;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Which algorithms a profile may be signed with. Their identifiers are not covered by the
 * signature, so only one spelling of each is taken: the ones RFC 3370, RFC 5754 and Apple's own
 * profiles use.
 */
final class AlgorithmFindings {

  private static final Map<ASN1ObjectIdentifier, String> DIGESTS =
      Map.of(
          NISTObjectIdentifiers.id_sha256, "SHA-256",
          NISTObjectIdentifiers.id_sha384, "SHA-384",
          NISTObjectIdentifiers.id_sha512, "SHA-512");

  private static final Map<ASN1ObjectIdentifier, String> ECDSA =
      Map.of(
          X9ObjectIdentifiers.ecdsa_with_SHA256, "SHA-256",
          X9ObjectIdentifiers.ecdsa_with_SHA384, "SHA-384",
          X9ObjectIdentifiers.ecdsa_with_SHA512, "SHA-512");

  // Equivalent to rsaEncryption for a verifier; taken only where signed attributes repeat it.
  private static final Map<ASN1ObjectIdentifier, String> RSA =
      Map.of(
          PKCSObjectIdentifiers.sha256WithRSAEncryption, "SHA-256",
          PKCSObjectIdentifiers.sha384WithRSAEncryption, "SHA-384",
          PKCSObjectIdentifiers.sha512WithRSAEncryption, "SHA-512");

  private static final Map<ASN1ObjectIdentifier, String> REFUSED =
      Map.of(
          OIWObjectIdentifiers.idSHA1, "SHA-1",
          PKCSObjectIdentifiers.md5, "MD5",
          PKCSObjectIdentifiers.sha1WithRSAEncryption, "RSA with SHA-1",
          X9ObjectIdentifiers.ecdsa_with_SHA1, "ECDSA with SHA-1",
          PKCSObjectIdentifiers.id_RSASSA_PSS, "RSA-PSS",
          EdECObjectIdentifiers.id_Ed25519, "Ed25519",
          EdECObjectIdentifiers.id_Ed448, "Ed448");

  private static final String SIGNATURE = "signature algorithm";
  private static final int PROTECTED_SIGNATURE = 0xA1;

  private AlgorithmFindings() {}

  /** The JCA name of the signer's digest; empty when it is none to be used. */
  static Optional<String> digest(DerElement identifier, List<Finding> findings)
      throws MalformedCms {
    ASN1ObjectIdentifier algorithm = algorithm(identifier);
    String digest = DIGESTS.get(algorithm);
    if (digest == null) {
      findings.add(
          Finding.error(
              "digest algorithm", name(algorithm) + " is not to be used: sign with SHA-256"));
      return Optional.empty();
    }
    return Optional.of(digest);
  }

  /** The JCA name of the signature; empty when it is none to be used or does not fit the key. */
  static Optional<String> signature(
      ParsedSignedData parsed, String digest, X509Certificate signer, List<Finding> findings)
      throws MalformedCms {
    SignatureScheme scheme;
    try {
      scheme = SignatureScheme.of(signer);
    } catch (UnusableSigningKey e) {
      findings.add(Finding.error(SIGNATURE, String.valueOf(e.getMessage())));
      return Optional.empty();
    }
    DerElement identifier = parsed.signatureAlgorithm();
    ASN1ObjectIdentifier algorithm = algorithm(identifier);
    boolean isProtected = isProtected(parsed);
    boolean fits =
        scheme == SignatureScheme.RSA
            ? identifier.hasEncoding(SignedDataTemplate.der(SignatureScheme.RSA.identifier()))
                || (isProtected && digest.equals(RSA.get(algorithm)))
            : digest.equals(ECDSA.get(algorithm)) && identifier.children().size() == 1;
    if (!fits) {
      findings.add(
          Finding.error(
              SIGNATURE,
              "%s does not fit %s and the signer's key: expected %s"
                  .formatted(
                      name(algorithm),
                      digest,
                      scheme == SignatureScheme.RSA
                          ? "rsaEncryption, as RFC 3370 section 3.2 has it"
                          : "ECDSA with " + digest)));
      return Optional.empty();
    }
    return Optional.of(
        digest.replace("-", "") + (scheme == SignatureScheme.RSA ? "withRSA" : "withECDSA"));
  }

  /** Whether the signature covers the two algorithms; if it claims to, they must be the same. */
  private static boolean isProtected(ParsedSignedData parsed) throws MalformedCms {
    Optional<DerElement> protection = parsed.attributes().algorithmProtection();
    if (protection.isEmpty()) {
      return false;
    }
    List<DerElement> parts = protection.get().children();
    if (parts.size() == 2
        && parts.get(0).hasEncoding(parsed.digestAlgorithm().encoded())
        && parts.get(1).is(PROTECTED_SIGNATURE)
        && parsed.signatureAlgorithm().hasEncoding(parts.get(1).encodedAs(DerElement.SEQUENCE))) {
      return true;
    }
    throw new MalformedCms(SIGNATURE, "is not the one that the signed attributes name");
  }

  private static ASN1ObjectIdentifier algorithm(DerElement identifier) throws MalformedCms {
    List<DerElement> parts = identifier.children();
    boolean parametersAreNull = parts.size() == 2 && parts.get(1).is(DerElement.NULL);
    boolean parametersMayBeAnything =
        !parts.isEmpty() && REFUSED.containsKey(SignedAttributes.identifier(parts.get(0)));
    if (!identifier.is(DerElement.SEQUENCE)
        || !(parts.size() == 1 || parametersAreNull || parametersMayBeAnything)) {
      throw new MalformedCms("algorithm identifier", "damaged, or with parameters not known");
    }
    return SignedAttributes.identifier(parts.get(0));
  }

  private static String name(ASN1ObjectIdentifier algorithm) {
    String id = algorithm.getId();
    return REFUSED.getOrDefault(algorithm, ECDSA.containsKey(algorithm) ? "ECDSA " + id : id);
  }
}
