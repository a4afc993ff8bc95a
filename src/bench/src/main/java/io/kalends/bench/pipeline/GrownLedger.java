package io.kalends.bench.pipeline;

import io.kalends.enrollment.Device;
import io.kalends.store.Database;
import io.kalends.testkit.program.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What a device costs in a small ledger and in a large one: each round a new service on a copy of
 * either, in turn, so that a slow minute of the machine hits both.
 */
final class GrownLedger implements Measurement {

  private static final int SMALL = 1_000;

  @Override
  public void run(Ground ground) throws IOException, InterruptedException {
    ground.line("### Ledgers that have grown%n");
    ground.line(
        "| ledger | entries before | devices | service's CPU per device | PostgreSQL's CPU per"
            + " device | wall per device | CPU, of the first | wall, of the first |");
    ground.line("|---|---|---|---|---|---|---|---|");
    measure(ground, Optional.empty());
    if (ground.server().isPresent()) {
      measure(ground, ground.server());
    }
    ground.line("");
  }

  /** Milliseconds for a device. */
  private record Cost(double service, double database, double wall) {}

  /** A ledger to be copied, and what was measured on its copies. */
  private record Ledger(String name, int entries, LedgerStore store, List<Cost> costs) {

    Cost median() {
      return new Cost(
          median(costs.stream().map(Cost::service).toList()),
          median(costs.stream().map(Cost::database).toList()),
          median(costs.stream().map(Cost::wall).toList()));
    }

    private static double median(List<Double> values) {
      List<Double> sorted = new ArrayList<>(values);
      Collections.sort(sorted);
      int middle = sorted.size() / 2;
      return sorted.size() % 2 == 1
          ? sorted.get(middle)
          : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
  }

  private static void measure(Ground ground, Optional<PostgresServer> server)
      throws IOException, InterruptedException {
    String kind = server.isPresent() ? "postgres" : "sqlite";
    Path folder = ground.folder("grown-" + kind);
    List<Ledger> ledgers = new ArrayList<>();
    for (int entries : List.of(SMALL, ground.sizes().grown())) {
      String name = "grown_" + entries;
      LedgerStore store =
          server.isPresent()
              ? LedgerStore.postgres(server.get(), name)
              : LedgerStore.sqlite(folder, name);
      ground.say(store + ": a ledger of " + entries + " entries");
      Seeding.fill(store, entries);
      analyze(store);
      ledgers.add(new Ledger(name, entries, store, new ArrayList<>()));
    }
    for (int round = 1; round <= ground.sizes().rounds(); round++) {
      for (Ledger ledger : ledgers) {
        ground.say("round " + round + ", " + ledger.store() + ", " + ledger.entries());
        ledger.costs().add(cost(ground, ledger, round));
      }
    }
    Cost first = ledgers.get(0).median();
    ledgers.forEach(ledger -> print(ground, ledger, first));
  }

  private static Cost cost(Ground ground, Ledger ledger, int round) throws IOException {
    int warmup = ground.sizes().warmup();
    int count = ground.sizes().devices();
    LedgerStore copy = ledger.store().copy(ledger.name() + "_" + round);
    Site site =
        Site.prepare(
            ground.folder("grown-" + copy + "-" + ledger.entries() + "-" + round),
            warmup + count,
            false);
    List<Device> devices = Site.devices("GROWN", warmup, count);
    Rig.Run run;
    try (Rig rig = Rig.start(site, copy, 1, false, ground.java())) {
      rig.run(Site.devices("WARM", 0, warmup));
      run = rig.run(devices);
      rig.requireHeld(devices);
    }
    Duration took = LedgerTruth.of(copy, "GROWN").requireInstalled(devices).since(run.start());
    return new Cost(
        CpuUse.millisEach(run.cpu().services(), count),
        CpuUse.millisEach(run.cpu().database(), count),
        CpuUse.millisEach(took, count));
  }

  private static void print(Ground ground, Ledger ledger, Cost first) {
    Cost cost = ledger.median();
    ground.line(
        "| %s | %d | %d | %.3f ms | %.3f ms | %.3f ms | %.2fx | %.2fx |",
        ledger.store(),
        ledger.entries(),
        ground.sizes().devices(),
        cost.service(),
        cost.database(),
        cost.wall(),
        (cost.service() + cost.database()) / (first.service() + first.database()),
        cost.wall() / first.wall());
  }

  /** What PostgreSQL does by itself to a ledger that grows over months. */
  private static void analyze(LedgerStore store) {
    if (store.server().isPresent()) {
      try (Database database = store.open()) {
        database.write("analyze", GrownLedger::analyze);
      }
    }
  }

  private static boolean analyze(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute("ANALYZE");
    }
  }
}
