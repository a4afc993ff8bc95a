package io.kalends.cli;

import io.kalends.finding.Finding;
import io.kalends.profile.AppleKeyTable;
import io.kalends.profile.ProfileReader;
import io.kalends.profile.UnreadableProfile;
import io.kalends.signing.CertificateSummary;
import io.kalends.signing.SignatureCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A profile read back from a file, signed or not, and everything that is wrong with it.
 *
 * @param signed whether it is a CMS structure
 * @param content the property list inside, if it could be reached
 * @param certificates the signer's first; empty when unsigned
 * @param findings signature, certificates and every deviation from Apple's key table
 */
record ProfileFile(
    boolean signed,
    Optional<byte[]> content,
    List<CertificateSummary> certificates,
    List<Finding> findings) {

  /** A signed profile is its content and some certificates. */
  private static final int MOST_BYTES = 2 * ProfileReader.MAX_BYTES;

  static ProfileFile read(Path file, List<X509Certificate> anchors, Clock clock) {
    byte[] bytes = bytes(file);
    boolean plist = bytes.length > 0 && (bytes[0] == '<' || bytes[0] == 'b' || bytes[0] == -17);
    if (plist) {
      List<Finding> findings = new ArrayList<>(deviations(bytes));
      findings.add(Finding.warning("signature", "not signed; sign it with: kalends profile sign"));
      return new ProfileFile(false, Optional.of(bytes), List.of(), findings);
    }
    SignatureCheck.Report report = SignatureCheck.of(anchors, clock).check(bytes);
    List<Finding> findings = new ArrayList<>(report.findings());
    report.content().ifPresent(content -> findings.addAll(deviations(content)));
    return new ProfileFile(true, report.content(), report.certificates(), findings);
  }

  private static List<Finding> deviations(byte[] content) {
    try {
      return AppleKeyTable.deviations(content);
    } catch (UnreadableProfile e) {
      return List.of(Finding.error("content", String.valueOf(e.getMessage())));
    }
  }

  static byte[] bytes(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new InvalidInput(file + " is larger than any profile");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InvalidInput("cannot read " + file + "; check that it exists and its rights");
    }
  }

  boolean good() {
    return !Finding.anyError(findings);
  }
}
