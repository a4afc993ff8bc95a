package io.kalends.bench.pipeline;

import io.kalends.enrollment.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** As fast as it goes, beside what it is made of: signatures, commits, and a script. */
final class Throughput implements Measurement {

  private static final int SCRIPTED = 100;
  private static final int SIGNERS = 2;
  private static final int THREADS_SHOWN = 12;

  @Override
  public void run(Ground ground) throws IOException, InterruptedException {
    List<Figures> all = new ArrayList<>();
    all.add(measure(ground, LedgerStore.sqlite(ground.folder("speed-sqlite"), "speed")));
    if (ground.server().isPresent()) {
      all.add(measure(ground, LedgerStore.postgres(ground.server().get(), "speed")));
    }
    double script = script(ground);
    ground.say("raw signatures");
    double signatures = SignatureRate.perSecond(SIGNERS);
    print(ground, all, script);
    ground.line("%n| beside it, in the same run | a second |");
    ground.line("|---|---|");
    ground.line("| RSA-2048 CMS signatures, %d threads | %.0f |", SIGNERS, signatures);
    for (Figures each : all) {
      ground.line("| durable commits, one writer, %s | %.0f |", each.store(), each.commits());
    }
    ground.line("| script: curl, openssl cms, curl for each device | %.1f |%n", script);
    for (Figures each : all) {
      printThreads(ground, each);
    }
  }

  private record Figures(LedgerStore store, Rig.Run run, Duration took, double commits) {

    double perSecond() {
      return run.devices() / CpuUse.seconds(took);
    }
  }

  private static Figures measure(Ground ground, LedgerStore store) throws IOException {
    Sizes sizes = ground.sizes();
    Path folder = ground.folder("speed-" + store + "-site");
    Site site = Site.prepare(folder, sizes.warmup() + sizes.devices(), false);
    List<Device> devices = Site.devices("SPEED", sizes.warmup(), sizes.devices());
    ground.say("without the limit, " + store + ", " + sizes.devices() + " devices");
    Rig.Run run;
    try (Rig rig = Rig.start(site, store, 1, false, ground.java())) {
      rig.run(Site.devices("WARM", 0, sizes.warmup()));
      run = rig.run(devices);
      rig.requireHeld(devices);
      rig.endServices();
      long refused = IssuerTruth.refusals(rig.issuer());
      if (refused > 0) {
        throw new IllegalStateException("the issuer refused " + refused + " mints");
      }
    }
    int minted = IssuerTruth.mintMillis(folder).size();
    if (minted != sizes.warmup() + sizes.devices()) {
      throw new IllegalStateException(minted + " credentials were made");
    }
    Duration took = LedgerTruth.of(store, "SPEED").requireInstalled(devices).since(run.start());
    return new Figures(store, run, took, CommitRate.perSecond(store));
  }

  private static double script(Ground ground) throws IOException, InterruptedException {
    ground.say("a script, " + SCRIPTED + " devices");
    Path folder = ground.folder("script");
    Site site = Site.prepare(folder, 2 * SCRIPTED, false);
    try (ServerProcess issuer =
        ServerProcess.start(
            "issuer", site.issuerConfig(), site.issuerPort(), List.of("-Xmx512m"), "issuer")) {
      double perSecond = SerialScript.perSecond(site, SCRIPTED);
      issuer.requireAlive();
      return perSecond;
    }
  }

  private static void print(Ground ground, List<Figures> all, double script) {
    ground.line("### Without the limit%n");
    ground.line(
        "| ledger | devices | webhook to last INSTALLED | devices/s | of the script | CPU: service"
            + " | PostgreSQL | issuer | MDM and load | service's CPU per device |");
    ground.line("|---|---|---|---|---|---|---|---|---|---|");
    for (Figures each : all) {
      ground.line(
          "| %s | %d | %.1f s | %.0f | %.1fx | %s | %.2f ms |",
          each.store(),
          each.run().devices(),
          CpuUse.seconds(each.took()),
          each.perSecond(),
          each.perSecond() / script,
          each.run().cpu().seconds(),
          CpuUse.millisEach(each.run().cpu().services(), each.run().devices()));
    }
  }

  private static void printThreads(Ground ground, Figures figures) {
    Duration all = figures.run().cpu().services();
    ground.line("| %s: threads of the service | CPU per device | part |", figures.store());
    ground.line("|---|---|---|");
    figures.run().threads().entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(THREADS_SHOWN)
        .forEach(
            thread ->
                ground.line(
                    "| %s | %.3f ms | %.0f %% |",
                    thread.getKey(),
                    CpuUse.millisEach(thread.getValue(), figures.run().devices()),
                    100.0 * thread.getValue().toNanos() / all.toNanos()));
    ground.line("");
  }
}
