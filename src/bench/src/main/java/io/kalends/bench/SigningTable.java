package io.kalends.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Prints the signing table. JMH measures the stages in turn within one benchmark, and one fork per
 * key and provider in every round, so that a slow minute of the machine hits all alike; medians
 * count, over the operations and over the rounds.
 */
public final class SigningTable {

  private static final List<String> KEYS = List.of("RSA_2048", "EC_P256");
  private static final List<String> PROVIDERS = List.of("JDK", "ACCP");
  private static final List<String> STAGES =
      List.of("raw", "build", "signOnly", "selfVerify", "whole");
  private static final String OPENSSL = "opensslProcess";

  private final TimeValue slice;
  private final Map<Case, List<Double>> microseconds = new LinkedHashMap<>();

  private SigningTable(TimeValue slice) {
    this.slice = slice;
  }

  /** One cell of the table. */
  private record Case(String key, String provider, String stage) {}

  /**
   * Measures and prints.
   *
   * @param args number of rounds (default 5), then milliseconds per measurement (default 2000)
   * @throws RunnerException when a benchmark fails, for example without {@code openssl}
   */
  public static void main(String[] args) throws RunnerException {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
    int milliseconds = args.length > 1 ? Integer.parseInt(args[1]) : 2000;
    SigningTable table = new SigningTable(TimeValue.milliseconds(milliseconds));
    for (int round = 1; round <= rounds; round++) {
      System.err.printf(Locale.ROOT, "round %d of %d%n", round, rounds);
      table.measureAll();
    }
    table.print();
  }

  private void measureAll() throws RunnerException {
    for (String key : KEYS) {
      for (String provider : PROVIDERS) {
        RunResult result = run("inTurn", key, provider);
        for (String stage : STAGES) {
          Result<?> median = Objects.requireNonNull(result.getSecondaryResults().get(stage));
          add(new Case(key, provider, stage), median.getScore());
        }
      }
      add(new Case(key, "JDK", OPENSSL), run(OPENSSL, key, "JDK").getPrimaryResult().getScore());
    }
  }

  private void add(Case what, double score) {
    microseconds.computeIfAbsent(what, c -> new ArrayList<>()).add(score);
  }

  private RunResult run(String benchmark, String key, String provider) throws RunnerException {
    return new Runner(
            new OptionsBuilder()
                .include("\\.SigningBenchmark\\." + benchmark + "$")
                .param("key", key)
                .param("provider", provider)
                .threads(1)
                .forks(1)
                .warmupIterations(5)
                .warmupTime(slice)
                .measurementIterations(1)
                .measurementTime(slice)
                .jvmArgsAppend("-Dslf4j.internal.verbosity=ERROR")
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build())
        .run()
        .iterator()
        .next();
  }

  private void print() {
    print(
        "| key, provider | raw signature | build | sign only | self-verify"
            + " | build + sign + self-verify | sign only of raw rate | whole of raw rate"
            + " | openssl process | sign only against process |");
    print("|---|---|---|---|---|---|---|---|---|---|");
    for (String key : KEYS) {
      double process = median(new Case(key, "JDK", OPENSSL));
      for (String provider : PROVIDERS) {
        double raw = median(new Case(key, provider, "raw"));
        double sign = median(new Case(key, provider, "signOnly"));
        double verify = median(new Case(key, provider, "selfVerify"));
        double build = median(new Case(key, provider, "build"));
        double whole = median(new Case(key, provider, "whole"));
        print(
            String.format(
                Locale.ROOT,
                "| %s, %s | %.0f us (%.0f/s) | %.1f us | %.0f us (%.0f/s) | %.0f us | %.0f us (%.0f/s)"
                    + " | %.1f %% | %.1f %% | %.0f us | %.1fx |",
                key,
                provider,
                raw,
                1e6 / raw,
                build,
                sign,
                1e6 / sign,
                verify,
                whole,
                1e6 / whole,
                100 * raw / sign,
                100 * raw / whole,
                process,
                process / sign));
      }
    }
  }

  private double median(Case what) {
    List<Double> sorted = new ArrayList<>(microseconds.getOrDefault(what, List.of(Double.NaN)));
    Collections.sort(sorted);
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private static void print(String line) {
    System.out.println(line);
  }
}
