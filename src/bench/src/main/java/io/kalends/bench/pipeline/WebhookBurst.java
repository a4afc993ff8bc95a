package io.kalends.bench.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kalends.bench.HttpLoad;
import io.kalends.bench.Latencies;
import io.kalends.enrollment.Device;
import io.kalends.testkit.mdm.CallbackSignature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Very many webhooks in one second, while the worker has all it can do. */
final class WebhookBurst implements Measurement {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CONNECTIONS = 64;

  @Override
  public void run(Ground ground) throws IOException {
    ground.line("### A burst of webhooks while the worker is at full load%n");
    ground.line(
        "| ledger | webhooks in one second | all answered 200 and committed | p50 | p99 | longest"
            + " | devices settled meanwhile | left to do afterwards |");
    ground.line("|---|---|---|---|---|---|---|---|");
    measure(ground, LedgerStore.sqlite(ground.folder("burst-sqlite"), "burst"));
    if (ground.server().isPresent()) {
      measure(ground, LedgerStore.postgres(ground.server().get(), "burst"));
    }
    ground.line("");
  }

  private static void measure(Ground ground, LedgerStore store) throws IOException {
    int warmup = ground.sizes().warmup();
    int count = ground.sizes().devices();
    int burst = ground.sizes().burst();
    Path folder = ground.folder("burst-" + store + "-site");
    Site site = Site.prepare(folder, warmup + count + burst, false);
    List<Device> busy = Site.devices("BUSY", warmup, count);
    List<Device> sudden = Site.devices("SUDDEN", warmup + count, burst);
    ground.say("a burst of " + burst + ", " + store);
    Latencies latencies;
    int before;
    int after;
    try (Rig rig = Rig.start(site, store, 1, false, ground.java())) {
      rig.run(Site.devices("WARM", 0, warmup));
      rig.enroll(busy);
      rig.await(() -> rig.settled().size() >= warmup + count / 10);
      before = rig.settled().size();
      latencies = burst(rig.services().get(0).port(), sudden);
      after = rig.settled().size();
      if (after >= warmup + count) {
        throw new IllegalStateException("the worker ran dry during the burst: more --devices");
      }
      rig.awaitSettled(busy);
      rig.awaitSettled(sudden);
      rig.requireHeld(sudden);
    }
    // Each was an enrollment of its own: what was not committed is not INSTALLED now.
    LedgerTruth.of(store, "SUDDEN").requireInstalled(sudden);
    ground.line(
        "| %s | %d | yes | %.1f ms | %.1f ms | %.1f ms | %d | %d |",
        store,
        burst,
        latencies.percentile(50) / 1e3,
        latencies.percentile(99) / 1e3,
        latencies.percentile(100) / 1e3,
        after - before,
        warmup + count + burst - after);
  }

  /** At fixed times, whatever the answers do; each latency counts from when it was due. */
  private static Latencies burst(int port, List<Device> devices) throws IOException {
    CallbackSignature signature = new CallbackSignature(Site.SHARED);
    List<byte[]> requests = new ArrayList<>();
    for (Device device : devices) {
      requests.add(request(device, signature));
    }
    Iterator<byte[]> next = requests.iterator();
    InetSocketAddress service = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (HttpLoad load = new HttpLoad(service, CONNECTIONS, next::next, 200)) {
      Latencies latencies = load.openLoop(devices.size(), Duration.ofSeconds(1));
      if (latencies.count() != devices.size()) {
        throw new IllegalStateException(latencies.refused() + " webhooks were not answered 200");
      }
      return latencies;
    }
  }

  private static byte[] request(Device device, CallbackSignature signature) throws IOException {
    ObjectNode event = JSON.createObjectNode();
    event.put("id", "sudden/" + device.id());
    event.put("type", "enrolled");
    event.put("at", Instant.now().toString());
    ObjectNode facts = event.putObject("device");
    facts.put("enrollment", device.id().value());
    facts.put("platform", "ios");
    device.name().ifPresent(name -> facts.put("name", name));
    device.ownerHint().ifPresent(owner -> facts.put("owner", owner));
    byte[] body = event.toString().getBytes(UTF_8);
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.write(
        ("POST /webhooks/"
                + Site.INSTANCE
                + " HTTP/1.1\r\nHost: kalends\r\nContent-Type: application/json\r\n"
                + CallbackSignature.HEADER
                + ": "
                + signature.now(body)
                + "\r\nContent-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(UTF_8));
    request.write(body);
    return request.toByteArray();
  }
}
