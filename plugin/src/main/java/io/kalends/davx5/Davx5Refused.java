package io.kalends.davx5;

import io.kalends.finding.Finding;
import io.kalends.finding.Finding.Severity;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A template, a licence or settings from which no usable configuration can be made. The message
 * names every error and its fix; it holds no secret.
 */
public final class Davx5Refused extends IllegalArgumentException {

  private final transient List<Finding> findings;

  Davx5Refused(String what, List<Finding> findings) {
    super(
        what
            + ": "
            + findings.stream()
                .filter(f -> f.severity() == Severity.ERROR)
                .map(f -> f.where() + ": " + f.text())
                .collect(Collectors.joining("; ")));
    this.findings = List.copyOf(findings);
  }

  Davx5Refused(String what, String where, String text) {
    this(what, List.of(Finding.error(where, text)));
  }

  /**
   * Everything that was found, warnings too.
   *
   * @return at least one finding of severity ERROR
   */
  public List<Finding> findings() {
    return findings;
  }
}
