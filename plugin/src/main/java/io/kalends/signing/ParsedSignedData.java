package io.kalends.signing;

import java.util.List;

/**
 * SignedData of the one shape that devices are given, read strictly: content of type data attached,
 * certificates, one signer with signed attributes, and nothing that the signature does not cover.
 *
 * @param content the OCTET STRING that was signed
 * @param certificates the element with all certificates, tag {@code [0]}
 * @param digestAlgorithm the signer's
 * @param signerId who signed: issuer and serial number, or {@code [0]} key identifier
 * @param attributes what the signature covers
 * @param signatureAlgorithm the signer's
 * @param signature the OCTET STRING with its value
 */
record ParsedSignedData(
    DerElement content,
    DerElement certificates,
    DerElement digestAlgorithm,
    DerElement signerId,
    SignedAttributes attributes,
    DerElement signatureAlgorithm,
    DerElement signature) {

  private static final byte[] VERSION_1 = {1};
  private static final byte[] VERSION_3 = {3};
  private static final int KEY_IDENTIFIER = 0x80;

  static ParsedSignedData read(byte[] der) throws MalformedCms {
    List<DerElement> info = DerElement.only(der).children();
    require(
        info.size() == 2
            && info.get(0).hasEncoding(SignedDataTemplate.SIGNED_DATA)
            && info.get(1).is(DerElement.CONTEXT_0),
        "signature",
        "not CMS SignedData");
    List<DerElement> wrapped = info.get(1).children();
    require(
        wrapped.size() == 1 && wrapped.get(0).is(DerElement.SEQUENCE),
        "signature",
        "not CMS SignedData");
    return signedData(wrapped.get(0).children());
  }

  private static ParsedSignedData signedData(List<DerElement> parts) throws MalformedCms {
    require(
        parts.size() >= 4 && parts.get(3).is(DerElement.CONTEXT_0),
        "chain",
        "no certificates: include the whole chain");
    require(
        parts.size() == 5 && parts.get(4).is(DerElement.SET),
        "signature",
        "holds what the signature does not cover (revocation lists?): leave it out");
    DerElement content = content(parts.get(2));
    List<DerElement> signers = parts.get(4).children();
    require(signers.size() == 1, "signers", signers.size() + " signers: a profile has exactly one");
    List<DerElement> signer = signers.get(0).children();
    require(
        signer.size() == 6 && signer.get(3).is(DerElement.CONTEXT_0),
        "signers",
        "no signed attributes, or others that the signature does not cover");
    requireVersions(parts.get(0), signer.get(0), signer.get(1));
    List<DerElement> digests = parts.get(1).children();
    require(
        parts.get(1).is(DerElement.SET)
            && digests.size() == 1
            && digests.get(0).hasEncoding(signer.get(2).encoded()),
        "digest algorithm",
        "the list of digests is not the one digest of the signer");
    require(
        signers.get(0).is(DerElement.SEQUENCE) && signer.get(5).is(DerElement.OCTET_STRING),
        "signers",
        "damaged");
    return new ParsedSignedData(
        content,
        parts.get(3),
        signer.get(2),
        signer.get(1),
        SignedAttributes.read(signer.get(3)),
        signer.get(4),
        signer.get(5));
  }

  private static DerElement content(DerElement encapsulated) throws MalformedCms {
    List<DerElement> parts = encapsulated.children();
    require(
        encapsulated.is(DerElement.SEQUENCE)
            && !parts.isEmpty()
            && parts.get(0).hasEncoding(SignedDataTemplate.DATA),
        "content",
        "not of type data");
    require(
        parts.size() == 2 && parts.get(1).is(DerElement.CONTEXT_0),
        "content",
        "the signature is detached: sign with the content attached");
    List<DerElement> inside = parts.get(1).children();
    require(
        inside.size() == 1 && inside.get(0).is(DerElement.OCTET_STRING),
        "content",
        "not one OCTET STRING");
    return inside.get(0);
  }

  /** RFC 5652 sections 5.1 and 5.3: both versions follow from how the signer is named. */
  private static void requireVersions(DerElement data, DerElement signer, DerElement id)
      throws MalformedCms {
    require(
        id.is(DerElement.SEQUENCE) || id.is(KEY_IDENTIFIER), "signers", "the signer has no name");
    byte[] version = id.is(DerElement.SEQUENCE) ? VERSION_1 : VERSION_3;
    for (DerElement element : List.of(data, signer)) {
      require(
          element.is(DerElement.INTEGER) && element.hasContents(version),
          "signature",
          "a version that does not fit how the signer is named");
    }
  }

  private static void require(boolean right, String where, String text) throws MalformedCms {
    if (!right) {
      throw new MalformedCms(where, text);
    }
  }
}
