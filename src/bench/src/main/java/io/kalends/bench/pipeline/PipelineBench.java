package io.kalends.bench.pipeline;

import io.kalends.bench.pipeline.Measurement.Ground;
import io.kalends.bench.pipeline.Measurement.Sizes;
import io.kalends.testkit.program.PostgresServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the whole service and prints Markdown; {@code src/bench/pipeline} starts it. */
@Command(name = "src/bench/pipeline", mixinStandardHelpOptions = true)
public final class PipelineBench implements Callable<Integer> {

  /** For the tables alone: the fakes introduce themselves on standard output. */
  private static final PrintStream OUT = System.out;

  private static final Map<String, Measurement> ALL =
      Map.of(
          "limit", new AtTheLimit(),
          "speed", new Throughput(),
          "grown", new GrownLedger(),
          "burst", new WebhookBurst());

  @Option(names = "--measure", split = ",", defaultValue = "limit,speed,grown,burst")
  private List<String> measure = List.of();

  @Option(names = "--devices", defaultValue = "5000")
  private int devices;

  @Option(names = "--limit-devices", defaultValue = "2000")
  private int limited;

  @Option(names = "--warmup", defaultValue = "3000")
  private int warmup;

  @Option(names = "--grown", defaultValue = "100000")
  private int grown;

  @Option(names = "--rounds", defaultValue = "3")
  private int rounds;

  @Option(names = "--burst", defaultValue = "1000")
  private int burst;

  @Option(names = "--sqlite-only")
  private boolean sqliteOnly;

  @Option(names = "--service-java")
  private List<String> java = new ArrayList<>();

  @Option(names = "--keep")
  private boolean keep;

  /**
   * Measures, prints, and ends the process.
   *
   * @param args see {@code src/bench/pipeline --help}
   */
  public static void main(String[] args) {
    System.setOut(System.err);
    int exit = CommandLine.ExitCode.SOFTWARE;
    try {
      exit = new CommandLine(new PipelineBench()).execute(args);
    } finally {
      // Also after an Error: threads of what was measured may be left.
      System.exit(exit);
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    measure.forEach(PipelineBench::measurement);
    if (!sqliteOnly && !PostgresServer.isInstalled()) {
      throw new IllegalArgumentException(
          "PostgreSQL 15 is not installed; apt-get install postgresql-15, or use --sqlite-only");
    }
    Path folder = Files.createTempDirectory("kalends-pipeline");
    try {
      if (sqliteOnly) {
        measure(folder, Optional.empty());
      } else {
        withPostgres(folder);
      }
    } finally {
      if (keep) {
        System.err.println("pipeline: kept in " + folder);
      } else {
        delete(folder);
      }
    }
    return 0;
  }

  /** One that is broken off leaves no server behind. */
  private void withPostgres(Path folder) throws IOException, InterruptedException {
    try (PostgresServer server = PostgresServer.start()) {
      Thread brokenOff = new Thread(server::close);
      Runtime.getRuntime().addShutdownHook(brokenOff);
      try {
        measure(folder, Optional.of(server));
      } finally {
        Runtime.getRuntime().removeShutdownHook(brokenOff);
      }
    }
  }

  private void measure(Path folder, Optional<PostgresServer> server)
      throws IOException, InterruptedException {
    Sizes sizes = new Sizes(devices, warmup, limited, grown, burst, rounds);
    Ground ground = new Ground(folder, server, sizes, List.copyOf(java), OUT);
    for (String name : measure) {
      measurement(name).run(ground);
    }
  }

  private static Measurement measurement(String name) {
    return Optional.ofNullable(ALL.get(name))
        .orElseThrow(
            () ->
                new IllegalArgumentException("--measure " + name + ": must be of " + ALL.keySet()));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
