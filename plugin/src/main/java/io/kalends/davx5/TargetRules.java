package io.kalends.davx5;

import io.kalends.finding.Finding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether the app reads a managed configuration, and has the licence to. */
final class TargetRules {

  /** The standard app, from every store; it has no reader for app restrictions. */
  private static final String STANDARD = "at.bitfire.davdroid";

  /** Managed DAVx5; newer clients of its data know it by the second name. */
  private static final Set<String> MANAGED = Set.of(Davx5Settings.MANAGED_PACKAGE, "com.davdroid");

  private static final String TEXT = "license";
  private static final String SIGNATURE = "license_signature";

  private TargetRules() {}

  static List<Finding> check(String packageName, Map<String, Object> values) {
    List<Finding> findings = new ArrayList<>();
    if (packageName.equals(STANDARD)) {
      findings.add(
          Finding.error(
              "package",
              STANDARD
                  + " is the standard app and reads no managed configuration; deploy Managed DAVx5 ("
                  + Davx5Settings.MANAGED_PACKAGE
                  + "), or hand out the davx5:// link or its QR code, or use a login-flow broker"));
    }
    boolean text = values.containsKey(TEXT);
    boolean signature = values.containsKey(SIGNATURE);
    if (text != signature) {
      findings.add(
          Finding.error(text ? SIGNATURE : TEXT, "missing; the licence is a pair of both keys"));
    } else if (!text) {
      findings.add(missingLicence(packageName));
    }
    ValueRules.get(values, TEXT, String.class)
        .flatMap(TargetRules::objectionToText)
        .ifPresent(findings::add);
    ValueRules.get(values, SIGNATURE, String.class)
        .flatMap(TargetRules::objectionToSignature)
        .ifPresent(findings::add);
    return findings;
  }

  private static Finding missingLicence(String packageName) {
    if (MANAGED.contains(packageName) || packageName.equals(STANDARD)) {
      return Finding.error(
          TEXT, "missing; Managed DAVx5 needs license and license_signature from its makers");
    }
    return Finding.warning(
        TEXT, "missing; right for a white label that needs none, wrong for Managed DAVx5");
  }

  private static Optional<Finding> objectionToText(String text) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    if (text.strip().startsWith("{")) {
      return Optional.of(
          Finding.error(TEXT, "has its outer braces; remove the first { and last }"));
    }
    if (!isInside(text)) {
      return Optional.of(
          Finding.error(
              TEXT,
              "must be the text of a JSON object without its outer braces, exactly as given"));
    }
    return text.contains(Davx5Licence.SAMPLE)
        ? Optional.of(Finding.warning(TEXT, "the sample licence; a real Managed DAVx5 refuses it"))
        : Optional.empty();
  }

  private static boolean isInside(String text) {
    try {
      Davx5Json.object(("{" + text + "}").getBytes(StandardCharsets.UTF_8), "licence");
      return true;
    } catch (Davx5Refused notInside) {
      return false;
    }
  }

  private static Optional<Finding> objectionToSignature(String signature) {
    try {
      Base64.getDecoder().decode(signature.replaceAll("\\s", ""));
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(Finding.error(SIGNATURE, "not Base64; copy it again, whole"));
    }
  }
}
