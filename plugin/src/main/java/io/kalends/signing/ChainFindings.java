package io.kalends.signing;

import io.kalends.finding.Finding;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What there is to say about a chain of certificates. */
final class ChainFindings {

  private static final Duration SOON = Duration.ofDays(30);
  private static final String WHERE = "chain";

  private final List<Finding> findings = new ArrayList<>();

  /** What the owner of a signing key should know. */
  static List<Finding> ofSigner(List<X509Certificate> chain, Instant now) {
    ChainFindings all = new ChainFindings();
    all.validity(chain, now);
    all.purposes(chain);
    all.issuerMissing(chain);
    return List.copyOf(all.findings);
  }

  /**
   * What whoever is handed a signed profile should know.
   *
   * @param leaf the signer's certificate
   * @param others all the rest; each must be part of the chain, or nothing protects its bytes
   * @param anchors whom the reader trusts; empty when nobody was named
   */
  static List<Finding> ofProfile(
      X509Certificate leaf,
      List<X509Certificate> others,
      List<X509Certificate> anchors,
      Instant now) {
    ChainFindings all = new ChainFindings();
    Set<X509Certificate> rest = new LinkedHashSet<>(others);
    List<X509Certificate> chain = CertificateChain.upFrom(leaf, rest);
    for (X509Certificate stranger : rest) {
      all.error(
          "certificate '%s' issued no other of the chain, or was changed"
              .formatted(CertificateSummary.subject(stranger)));
    }
    all.validity(chain, now);
    all.purposes(chain);
    all.trust(chain, anchors, now);
    return List.copyOf(all.findings);
  }

  private void validity(List<X509Certificate> chain, Instant now) {
    for (X509Certificate certificate : chain) {
      String subject = CertificateSummary.subject(certificate);
      Instant until = certificate.getNotAfter().toInstant();
      if (now.isAfter(until)) {
        error("certificate '%s' expired at %s: sign with a new one".formatted(subject, until));
      } else if (now.plus(SOON).isAfter(until)) {
        warn("certificate '%s' expires soon, at %s: renew it".formatted(subject, until));
      }
      Instant from = certificate.getNotBefore().toInstant();
      if (now.isBefore(from)) {
        error("certificate '%s' is not valid before %s".formatted(subject, from));
      }
    }
  }

  private void purposes(List<X509Certificate> chain) {
    boolean[] usage = chain.get(0).getKeyUsage();
    if (usage != null && !usage[0]) {
      warn("the signer's certificate is not meant for digital signatures (key usage)");
    }
    for (int i = 0; i < chain.size(); i++) {
      X509Certificate certificate = chain.get(i);
      String subject = CertificateSummary.subject(certificate);
      if (i > 0 && certificate.getBasicConstraints() < 0) {
        error("certificate '%s' is no authority's and may not issue others".formatted(subject));
      }
      String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
      if (!CertificateChain.isSelfIssued(certificate)
          && (algorithm.startsWith("SHA1") || algorithm.startsWith("MD"))) {
        error("certificate '%s' is signed with %s: too weak".formatted(subject, algorithm));
      }
    }
  }

  private void trust(List<X509Certificate> chain, List<X509Certificate> anchors, Instant now) {
    X509Certificate top = chain.get(chain.size() - 1);
    // By name or by key identifier, so that a changed name does not spare it the test.
    boolean claimsToBeRoot =
        CertificateChain.isSelfIssued(top) || KeyIdentifiers.pointToItself(top);
    if (claimsToBeRoot && !CertificateChain.issued(top, top)) {
      error(
          "root certificate '%s' does not verify against itself: it was changed"
              .formatted(CertificateSummary.subject(top)));
    }
    if (anchors.isEmpty()) {
      warn("nobody vouches for the signer: no trusted certificates were named to check against");
      issuerMissing(chain);
      return;
    }
    // A trusted intermediate will do, if the root above it vouches for itself.
    boolean insideAnchored =
        CertificateChain.isSelfIssued(top) && anchors.stream().anyMatch(chain::contains);
    Optional<X509Certificate> above =
        anchors.stream().filter(trusted -> CertificateChain.issued(trusted, top)).findFirst();
    if (above.isPresent() && !chain.contains(above.get())) {
      validity(List.of(above.get()), now);
    }
    if (above.isEmpty() && !insideAnchored && !anchors.contains(top)) {
      error(
          "leads to '%s' issued by '%s': neither is trusted; is an intermediate missing?"
              .formatted(
                  CertificateSummary.subject(top),
                  CertificateSummary.text(top.getIssuerX500Principal())));
    }
  }

  private void issuerMissing(List<X509Certificate> chain) {
    X509Certificate top = chain.get(chain.size() - 1);
    if (!CertificateChain.isSelfIssued(top)) {
      warn(
          "certificate of issuer '%s' is not included: fine for a root that devices know,"
                  .formatted(CertificateSummary.text(top.getIssuerX500Principal()))
              + " but include every intermediate, or devices show the profile as not verified");
    }
  }

  private void error(String text) {
    findings.add(Finding.error(WHERE, text));
  }

  private void warn(String text) {
    findings.add(Finding.warning(WHERE, text));
  }
}
