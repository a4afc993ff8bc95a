package io.kalends.bench.pipeline;

import io.kalends.testkit.program.PostgresServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One of the tables: how it is measured and what it is printed from. */
interface Measurement {

  /**
   * Measures, then prints.
   *
   * @throws IOException when files cannot be written or a connection breaks
   * @throws InterruptedException when the benchmark is ended
   * @throws IllegalStateException when a device did not get there: there is no figure then
   */
  void run(Ground ground) throws IOException, InterruptedException;

  /**
   * What every measurement is given.
   *
   * @param folder for all its files
   * @param server the PostgreSQL, where that is measured too
   * @param sizes how much is measured
   * @param java more options of the services' Java
   * @param out where the tables go
   */
  record Ground(
      Path folder,
      Optional<PostgresServer> server,
      Sizes sizes,
      List<String> java,
      PrintStream out) {

    /** A new folder below. */
    Path folder(String name) throws IOException {
      return Files.createDirectory(folder.resolve(name));
    }

    /** Says on standard error what is going on. */
    void say(String what) {
      System.err.println("pipeline: " + what);
    }

    /** A line of Markdown. */
    void line(String format, Object... values) {
      out.println(String.format(Locale.ROOT, format, values));
    }
  }

  /**
   * How much is measured.
   *
   * @param devices that enroll in a measurement without a limit
   * @param warmup devices before each of them
   * @param limited devices that enroll within the limits
   * @param grown entries the ledger holds already
   * @param burst webhooks in one second
   * @param rounds of the comparison of ledgers
   */
  record Sizes(int devices, int warmup, int limited, int grown, int burst, int rounds) {}
}
