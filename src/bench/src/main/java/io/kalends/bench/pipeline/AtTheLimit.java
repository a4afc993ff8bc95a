package io.kalends.bench.pipeline;

import io.kalends.enrollment.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The issuer keeps 50 a second and 1,000 a minute, and the services keep within. */
final class AtTheLimit implements Measurement {

  private static final Duration EACH = Duration.ofMillis(60);

  /** Three seconds of the pace. */
  private static final int WARM = 50;

  @Override
  public void run(Ground ground) throws IOException, InterruptedException {
    ground.line("### At the limit: 50 a second and 1,000 a minute%n");
    ground.line(
        "| ledger, services | devices | first to last mint | of devices x 60 ms | first webhook to"
            + " last INSTALLED | 429 answered | mints by node | CPU: services | PostgreSQL | issuer"
            + " | MDM and load |");
    ground.line("|---|---|---|---|---|---|---|---|---|---|---|");
    measure(ground, "one", 1);
    if (ground.server().isPresent()) {
      measure(ground, "three", 3);
    }
    ground.line("");
  }

  private static void measure(Ground ground, String name, int nodes)
      throws IOException, InterruptedException {
    int count = ground.sizes().limited();
    Path folder = ground.folder("limit-" + name);
    Site site = Site.prepare(folder, WARM + count, true);
    LedgerStore store =
        nodes == 1
            ? LedgerStore.sqlite(folder, "limit")
            : LedgerStore.postgres(ground.server().orElseThrow(), "limit");
    List<Device> devices = Site.devices("LIMIT", WARM, count);
    ground.say("at the limit, " + store + ", " + nodes + " services, " + count + " devices");
    Rig.Run run;
    long refused;
    long provoked;
    try (Rig rig = Rig.start(site, store, nodes, true, ground.java())) {
      rig.run(Site.devices("WARM", 0, WARM));
      run = rig.run(devices);
      rig.requireHeld(devices);
      rig.endServices();
      refused = IssuerTruth.refusals(rig.issuer());
      provoked = IssuerTruth.provoke(rig.issuer(), site.issuerUrl(), Site.token(0));
    }
    LedgerTruth truth = LedgerTruth.of(store, "LIMIT").requireInstalled(devices);
    List<Long> mints = IssuerTruth.mintMillis(folder);
    if (mints.size() != WARM + count) {
      throw new IllegalStateException(mints.size() + " credentials for " + (WARM + count));
    }
    Duration span = IssuerTruth.span(mints.subList(WARM, mints.size()));
    ground.line(
        "| %s, %d | %d | %.1f s | %.1f %% | %.1f s | %d (%d provoked afterwards, all counted) | %s"
            + " | %s |",
        store,
        nodes,
        count,
        CpuUse.seconds(span),
        100.0 * span.toMillis() / EACH.multipliedBy(count).toMillis(),
        CpuUse.seconds(truth.since(run.start())),
        refused,
        provoked,
        truth.mintsByNode(),
        run.cpu().seconds());
  }
}
