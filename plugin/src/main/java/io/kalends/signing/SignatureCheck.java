package io.kalends.signing;

import io.kalends.finding.Finding;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks a signed profile as strictly as Kalends writes one: strict DER, one signer, SHA-2 with RSA
 * PKCS#1 v1.5 or ECDSA, digest, signature, signing time, chain. Nothing in the bytes is trusted. A
 * change of any one byte is an ERROR, provided that the chain reaches a certificate that vouches
 * for the top one: a trusted one, or a root inside the profile.
 */
public final class SignatureCheck {

  private static final int MOST_BYTES = 16 << 20;
  private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

  private final List<X509Certificate> anchors;
  private final Clock clock;

  private SignatureCheck(List<X509Certificate> anchors, Clock clock) {
    this.anchors = List.copyOf(anchors);
    this.clock = clock;
  }

  /**
   * A check against certificates to trust.
   *
   * @param anchors roots or intermediates; empty: the chain is checked as far as it goes, and a
   *     WARNING says that nobody vouches for it
   * @param clock tells which certificates are valid
   * @return a check that may be used many times, by several threads
   */
  public static SignatureCheck of(List<X509Certificate> anchors, Clock clock) {
    return new SignatureCheck(anchors, clock);
  }

  /**
   * Checks signed bytes.
   *
   * @param signed what claims to be a signed profile
   * @return what is inside and what is wrong with it; never throws for bad input
   */
  public Report check(byte[] signed) {
    List<Finding> findings = new ArrayList<>();
    Optional<byte[]> content = Optional.empty();
    List<X509Certificate> certificates = new ArrayList<>();
    Optional<Instant> signingTime = Optional.empty();
    try {
      requireCms(signed);
      DerElement.only(signed).requireStrict();
      ParsedSignedData parsed = ParsedSignedData.read(signed);
      content = Optional.of(parsed.content().contents());
      signingTime = parsed.attributes().signingTime();
      ProfileCertificates inside =
          ProfileCertificates.read(parsed.certificates(), parsed.signerId());
      certificates.add(inside.signer());
      certificates.addAll(inside.others());
      checkSignature(parsed, inside.signer(), findings);
      checkSigningTime(signingTime, certificates, findings);
      findings.addAll(
          ChainFindings.ofProfile(inside.signer(), inside.others(), anchors, clock.instant()));
    } catch (MalformedCms e) {
      findings.add(e.finding());
    }
    return new Report(
        content,
        signingTime,
        certificates.stream().map(CertificateSummary::of).toList(),
        List.copyOf(findings));
  }

  private static void requireCms(byte[] signed) throws MalformedCms {
    if (signed.length > MOST_BYTES) {
      throw new MalformedCms("signature", "larger than 16 MiB: no profile");
    }
    if (signed.length == 0) {
      throw new MalformedCms("signature", "empty");
    }
    if (signed[0] == '<' || signed[0] == 'b') {
      throw new MalformedCms("signature", "not signed: a property list in clear");
    }
    if (signed[0] == '-') {
      throw new MalformedCms("signature", "PEM text: devices take DER only");
    }
    if (signed[0] != DerElement.SEQUENCE) {
      throw new MalformedCms("signature", "neither CMS nor a property list");
    }
  }

  private static void checkSignature(
      ParsedSignedData parsed, X509Certificate signer, List<Finding> findings) throws MalformedCms {
    SignedAttributes attributes = parsed.attributes();
    if (!attributes.contentType().hasEncoding(SignedDataTemplate.DATA)) {
      findings.add(Finding.error("signed attributes", "content-type is not data"));
    }
    Optional<String> digest = AlgorithmFindings.digest(parsed.digestAlgorithm(), findings);
    if (digest.isEmpty()) {
      return;
    }
    Optional<String> algorithm =
        AlgorithmFindings.signature(parsed, digest.get(), signer, findings);
    try {
      MessageDigest computed = MessageDigest.getInstance(digest.get());
      parsed.content().digest(computed);
      if (!attributes.messageDigest().hasContents(computed.digest())) {
        findings.add(Finding.error("content", "was changed after it was signed"));
      }
      if (algorithm.isPresent() && !verifies(algorithm.get(), parsed, signer)) {
        findings.add(
            Finding.error("signature", "does not verify against the signer's certificate"));
      }
    } catch (GeneralSecurityException e) {
      findings.add(Finding.error("signature", "cannot be verified: it is damaged"));
    }
  }

  private static boolean verifies(String algorithm, ParsedSignedData parsed, X509Certificate signer)
      throws GeneralSecurityException, MalformedCms {
    byte[] value = parsed.signature().contents();
    if (algorithm.endsWith("ECDSA")) {
      // Its value is DER once more, and verifiers are lenient about that.
      DerElement.only(value).requireStrict();
    }
    Signature signature = Signature.getInstance(algorithm);
    signature.initVerify(signer.getPublicKey());
    signature.update(parsed.attributes().signedBytes());
    return signature.verify(value);
  }

  private void checkSigningTime(
      Optional<Instant> signingTime, List<X509Certificate> chain, List<Finding> findings) {
    String where = "signing time";
    if (signingTime.isEmpty()) {
      findings.add(
          Finding.warning(
              where, "missing: once the certificate expires, no device can tell it was valid"));
      return;
    }
    Instant time = signingTime.get();
    if (time.isAfter(clock.instant().plus(CLOCK_TOLERANCE))) {
      findings.add(Finding.warning(where, time + " is in the future: is a clock wrong?"));
    }
    try {
      CertificateChain.requireValidAt(chain, time);
    } catch (UnusableSigningKey e) {
      findings.add(Finding.error(where, "signed while a certificate was not valid: at " + time));
    }
  }

  /** What a check of signed bytes gave. */
  public static final class Report {

    private final Optional<byte[]> content;
    private final Optional<Instant> signingTime;
    private final List<CertificateSummary> certificates;
    private final List<Finding> findings;

    private Report(
        Optional<byte[]> content,
        Optional<Instant> signingTime,
        List<CertificateSummary> certificates,
        List<Finding> findings) {
      this.content = content;
      this.signingTime = signingTime;
      this.certificates = certificates;
      this.findings = findings;
    }

    /**
     * What was signed; look at {@link #findings()} before believing it.
     *
     * @return a copy; empty when nothing readable is inside
     */
    public Optional<byte[]> content() {
      return content.map(byte[]::clone);
    }

    /**
     * When the signer claims to have signed.
     *
     * @return empty when it claims nothing
     */
    public Optional<Instant> signingTime() {
      return signingTime;
    }

    /**
     * The certificates inside.
     *
     * @return the signer's first, then the others in the order given; empty when unreadable
     */
    public List<CertificateSummary> certificates() {
      return certificates;
    }

    /**
     * What is wrong with it.
     *
     * @return empty when nothing is; {@link Finding#anyError} tells whether to refuse it
     */
    public List<Finding> findings() {
      return findings;
    }
  }
}
