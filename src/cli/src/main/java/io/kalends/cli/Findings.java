package io.kalends.cli;

import io.kalends.finding.Finding;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How findings are shown. */
final class Findings {

  private Findings() {}

  static void print(Screen screen, List<Finding> findings) {
    findings.forEach(finding -> screen.line(finding.toString()));
  }

  static List<Map<String, String>> asJson(List<Finding> findings) {
    return findings.stream()
        .map(
            finding ->
                Map.of(
                    "severity", finding.severity().name().toLowerCase(Locale.ROOT),
                    "where", finding.where(),
                    "text", finding.text()))
        .toList();
  }
}
