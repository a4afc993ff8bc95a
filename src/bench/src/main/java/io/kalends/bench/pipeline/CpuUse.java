package io.kalends.bench.pipeline;

import java.time.Duration;
import java.util.Locale;

/**
 * What each part of a run has spent, all threads together.
 *
 * @param services all of them
 * @param issuer the issuer
 * @param others the fake MDM with its devices and the load generator: the process of the benchmark
 * @param database PostgreSQL, all its processes; zero with SQLite, which is part of the service
 */
record CpuUse(Duration services, Duration issuer, Duration others, Duration database) {

  CpuUse minus(CpuUse before) {
    return new CpuUse(
        services.minus(before.services),
        issuer.minus(before.issuer),
        others.minus(before.others),
        database.minus(before.database));
  }

  /** Milliseconds for each of so many devices. */
  static double millisEach(Duration time, int devices) {
    return time.toNanos() / 1e6 / devices;
  }

  /** Columns of a table: seconds of each part. */
  String seconds() {
    return String.format(
        Locale.ROOT,
        "%.1f s | %.1f s | %.1f s | %.1f s",
        seconds(services),
        seconds(database),
        seconds(issuer),
        seconds(others));
  }

  static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
