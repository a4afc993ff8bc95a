package io.kalends.testkit.crash;

import java.time.Duration;
import java.util.List;

/**
 * What came of a crash test.
 *
 * @param points calls with an effect in a life without a crash
 * @param crashes lives in which the process died
 * @param took by the wall's clock
 * @param failures points at which something was wrong afterwards, and what
 */
public record CrashReport(int points, int crashes, Duration took, List<String> failures) {

  /** Copies. */
  public CrashReport {
    failures = List.copyOf(failures);
  }

  @Override
  public String toString() {
    return "crash test: %d calls in a life, %d crashes before or after them, %d ms a life, %d s%s"
        .formatted(
            points,
            crashes,
            took.toMillis() / (crashes + 1L),
            took.toSeconds(),
            failures.isEmpty()
                ? ": nothing lost"
                : "; WRONG after these:\n  " + String.join("\n  ", failures));
  }
}
