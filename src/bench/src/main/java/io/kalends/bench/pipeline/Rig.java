package io.kalends.bench.pipeline;

import io.kalends.enrollment.Device;
import io.kalends.testkit.mdm.CallbackMdm;
import io.kalends.testkit.program.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** An issuer, one or several services, each in a process of its own, and an MDM in this one. */
final class Rig implements AutoCloseable {

  /** No device settles for so long: something is wrong. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final Duration POLL = Duration.ofMillis(100);
  private static final List<String> JAVA = List.of("-Xmx512m");

  private final LedgerStore store;
  private final CallbackMdm mdm;
  private final ServerProcess issuer;
  private final List<ServerProcess> services = new ArrayList<>();
  private final List<StepLines> logs = new ArrayList<>();

  private Rig(LedgerStore store, CallbackMdm mdm, ServerProcess issuer) {
    this.store = store;
    this.mdm = mdm;
    this.issuer = issuer;
  }

  /**
   * Starts everything.
   *
   * @param nodes so many services over one store
   * @param paced whether they keep the contract's pace
   * @param more options of the services' Java
   */
  static Rig start(Site site, LedgerStore store, int nodes, boolean paced, List<String> more)
      throws IOException {
    CallbackMdm mdm = CallbackMdm.start(Site.SHARED, CallbackMdm.Manner.OBEDIENT, 1);
    ServerProcess issuer =
        ServerProcess.start("issuer", site.issuerConfig(), site.issuerPort(), JAVA, "issuer");
    Rig rig = new Rig(store, mdm, issuer);
    try {
      List<String> java = new ArrayList<>(JAVA);
      java.addAll(more);
      for (int i = 0; i < nodes; i++) {
        int port = ServerProcess.freePort();
        Path config = site.service(port, store, mdm.callbackUrl(), paced);
        ServerProcess service = ServerProcess.start("service-" + i, config, port, java, "serve");
        rig.services.add(service);
        rig.logs.add(new StepLines(service.log()));
      }
      mdm.telling(Site.webhook(rig.services.get(0).port()));
      return rig;
    } catch (RuntimeException e) {
      rig.close();
      throw e;
    }
  }

  /** Enrolls devices and waits until the last of them is settled. */
  Run run(List<Device> devices) {
    CpuUse before = cpu();
    Map<String, Duration> threads = threads();
    Instant start = Instant.now();
    enroll(devices);
    awaitSettled(devices);
    threads().forEach((name, time) -> threads.merge(name, time, (old, now) -> now.minus(old)));
    return new Run(devices.size(), start, cpu().minus(before), threads);
  }

  /**
   * What was measured from outside.
   *
   * @param devices how many
   * @param start just before the first webhook
   * @param cpu until the last was settled
   * @param threads of the first service, by their names
   */
  record Run(int devices, Instant start, CpuUse cpu, Map<String, Duration> threads) {}

  void enroll(List<Device> devices) {
    devices.forEach(mdm::enroll);
  }

  /** Every device has acknowledged, every service looked at it once more, the MDM told it all. */
  void awaitSettled(List<Device> devices) {
    Set<String> wanted = new HashSet<>();
    devices.forEach(device -> wanted.add(device.id().value()));
    await(
        () -> {
          wanted.removeAll(settled());
          return wanted.isEmpty() && mdm.untold() == 0;
        });
  }

  /** Waits, as long as devices go on settling. */
  void await(BooleanSupplier fact) {
    int last = -1;
    long deadline = 0;
    while (!fact.getAsBoolean()) {
      int now = settled().size();
      if (now != last) {
        last = now;
        deadline = System.nanoTime() + PATIENCE.toNanos();
      }
      services.forEach(ServerProcess::requireAlive);
      issuer.requireAlive();
      requireNoTrouble();
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "no device was settled for " + PATIENCE + "\n" + services.get(0).lastWords());
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /** Enrollments that are settled so far. */
  Set<String> settled() {
    Set<String> all = new HashSet<>();
    logs.forEach(log -> all.addAll(log.settled()));
    return all;
  }

  CpuUse cpu() {
    return new CpuUse(
        services.stream()
            .map(service -> ProcessTimes.of(service.pid()))
            .reduce(Duration.ZERO, Duration::plus),
        ProcessTimes.of(issuer.pid()),
        ProcessTimes.of(ProcessHandle.current().pid()),
        store.server().map(PostgresServer::pid).map(ProcessTimes::ofAll).orElse(Duration.ZERO));
  }

  ServerProcess issuer() {
    return issuer;
  }

  List<ServerProcess> services() {
    return List.copyOf(services);
  }

  /** Each device holds one account, which it took out of a signed profile. */
  void requireHeld(List<Device> devices) {
    var held = mdm.held();
    for (Device device : devices) {
      var profiles = held.get(device.id().value());
      if (profiles == null || profiles.accounts().size() != 1) {
        throw new IllegalStateException(device.id() + " does not hold one account");
      }
    }
  }

  /** Ends the services, so that the ledger can be opened; the issuer stays. */
  void endServices() {
    services.forEach(ServerProcess::close);
  }

  @Override
  public void close() {
    endServices();
    issuer.close();
    mdm.close();
  }

  private Map<String, Duration> threads() {
    return new TreeMap<>(ProcessTimes.byThread(services.get(0).pid()));
  }

  private void requireNoTrouble() {
    for (StepLines log : logs) {
      if (!log.trouble().isEmpty()) {
        throw new IllegalStateException("the service had trouble: " + log.trouble());
      }
    }
  }
}
