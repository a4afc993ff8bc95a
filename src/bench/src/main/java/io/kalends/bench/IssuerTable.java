package io.kalends.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Prints what an issuer carries. One server process per size of the store, all up for the whole run
 * and loaded in turn, so that a slow minute of the machine hits all alike; medians over the rounds
 * count. Server and load generator share the machine.
 */
public final class IssuerTable {

  private static final List<Integer> SIZES = List.of(1_000, 10_000, 100_000);
  private static final int MIDDLE = 10_000;
  private static final int CONNECTIONS = 32;
  private static final int RATE = 5_000;

  private final Duration slice;
  private final Map<String, List<Double>> figures = new LinkedHashMap<>();

  private IssuerTable(Duration slice) {
    this.slice = slice;
  }

  /**
   * Measures and prints.
   *
   * @param args number of rounds (default 5), then seconds per measurement (default 10)
   * @throws IOException when a server does not start or breaks off
   */
  public static void main(String[] args) throws IOException {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
    int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 10;
    Path folder = Files.createTempDirectory("kalends-bench");
    List<SeededIssuer> issuers = new ArrayList<>();
    try {
      for (int size : SIZES) {
        Path own = Files.createDirectory(folder.resolve(Integer.toString(size)));
        issuers.add(SeededIssuer.start(own, size, true));
      }
      issuers.add(SeededIssuer.start(Files.createDirectory(folder.resolve("new")), MIDDLE, false));
      IssuerTable table = new IssuerTable(Duration.ofSeconds(seconds));
      table.measure(issuers, rounds);
      table.print();
    } finally {
      for (SeededIssuer issuer : issuers) {
        issuer.close();
      }
      delete(folder);
    }
  }

  private void measure(List<SeededIssuer> issuers, int rounds) throws IOException {
    // The first round warms the servers up and is forgotten.
    for (int round = 0; round <= rounds; round++) {
      System.err.printf(Locale.ROOT, "round %d of %d%n", round, rounds);
      for (SeededIssuer issuer : issuers.subList(0, SIZES.size())) {
        perSecond("closed " + issuer.pairs().size(), issuer, IssuerRequests.right(issuer.pairs()));
      }
      SeededIssuer middle = issuers.get(SIZES.size());
      perSecond("writing", middle, IssuerRequests.right(middle.pairs()));
      fixedRate(middle);
      add("right", alone(middle, IssuerRequests.right(middle.pairs()), 200));
      add("wrong password", alone(middle, IssuerRequests.wrongPassword(middle.pairs()), 401));
      add("nobody", alone(middle, IssuerRequests.nobody(), 401));
      perSecond("mint", middle, IssuerRequests.mint());
      if (round == 0) {
        figures.clear();
      }
    }
  }

  private void perSecond(String what, SeededIssuer issuer, Supplier<byte[]> requests)
      throws IOException {
    try (HttpLoad load = new HttpLoad(issuer.address(), CONNECTIONS, requests, 200)) {
      Duration cpu = issuer.cpu();
      long start = System.nanoTime();
      Latencies latencies = complete(load.closedLoop(slice));
      add(what, latencies.count() * 1e9 / (System.nanoTime() - start));
      add(what + " cpu", issuer.cpu().minus(cpu).toNanos() / 1e3 / latencies.count());
    }
  }

  private void fixedRate(SeededIssuer issuer) throws IOException {
    Supplier<byte[]> requests = IssuerRequests.right(issuer.pairs());
    try (HttpLoad load = new HttpLoad(issuer.address(), 2 * CONNECTIONS, requests, 200)) {
      long start = System.nanoTime();
      Latencies latencies = complete(load.openLoop(RATE, slice));
      add("open rate", latencies.count() * 1e9 / (System.nanoTime() - start));
      add("open p50", latencies.percentile(50));
      add("open p99", latencies.percentile(99));
      add("open p99.9", latencies.percentile(99.9));
    }
  }

  /** One connection, nothing else going on: what a watch held by a guesser would see. */
  private double alone(SeededIssuer issuer, Supplier<byte[]> requests, int status)
      throws IOException {
    try (HttpLoad load = new HttpLoad(issuer.address(), 1, requests, status)) {
      return complete(load.closedLoop(slice.dividedBy(4))).percentile(50);
    }
  }

  private static Latencies complete(Latencies latencies) {
    if (latencies.refused() > 0) {
      throw new IllegalStateException(latencies.refused() + " answers with another status");
    }
    return latencies;
  }

  private void add(String what, double figure) {
    figures.computeIfAbsent(what, key -> new ArrayList<>()).add(figure);
  }

  private void print() {
    line("| what | measured |");
    line("|---|---|");
    double smallest = median("closed " + SIZES.get(0));
    for (int size : SIZES) {
      double rate = median("closed " + size);
      line(
          "| forward-auth, %,d credentials, %d connections"
              + " | %,.0f/s (%.0f %% of the first); server's CPU %.0f us each |",
          size, CONNECTIONS, rate, 100 * rate / smallest, median("closed " + size + " cpu"));
    }
    line(
        "| the same, %,d credentials, uses written | %,.0f/s; server's CPU %.0f us each |",
        MIDDLE, median("writing"), median("writing cpu"));
    line(
        "| forward-auth, %,d credentials, uses written, %,d/s sent"
            + " | %,.0f/s answered; p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms |",
        MIDDLE,
        RATE,
        median("open rate"),
        median("open p50") / 1e3,
        median("open p99") / 1e3,
        median("open p99.9") / 1e3);
    line("| one at a time: right pair | p50 %.0f us |", median("right"));
    line("| one at a time: wrong password of a user | p50 %.0f us |", median("wrong password"));
    line("| one at a time: a user there is not | p50 %.0f us |", median("nobody"));
    line(
        "| mint, limits off, SQLite, %d connections | %,.0f/s; server's CPU %.0f us each |",
        CONNECTIONS, median("mint"), median("mint cpu"));
  }

  private double median(String what) {
    List<Double> sorted = new ArrayList<>(figures.getOrDefault(what, List.of(Double.NaN)));
    sorted.sort(Comparator.naturalOrder());
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private static void line(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
