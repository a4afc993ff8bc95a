package io.kalends.testkit.mdm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.kalends.enrollment.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A fake, and says so: an MDM without an adapter of its own, with its devices, as the provider
 * {@code generic} knows one. It takes installs and removals at {@link #callbackUrl()}, its devices
 * carry them out a little later, and it tells the service by signed webhooks, again and again until
 * the service has said 200. By default it hurts: answers get lost after their effect, calls are
 * refused before any, webhooks come twice and out of order. The seed is printed.
 */
public final class CallbackMdm implements AutoCloseable {

  /** How it misbehaves. */
  public enum Manner {
    /** Does what it is told, at once. */
    OBEDIENT(0, 0),
    /** One call in ten goes wrong; devices take up to a fifth of a second. */
    HURTING(0.1, 200);

    private final double rate;
    private final int delayMillis;

    Manner(double rate, int delayMillis) {
      this.rate = rate;
      this.delayMillis = delayMillis;
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Manner manner;
  private final WebhookSender webhooks;
  private final CallbackSignature signature;
  private final Random random;
  private final ExecutorService answering = Executors.newFixedThreadPool(16);
  private final ExecutorService devices = Executors.newFixedThreadPool(4);
  private final Map<String, HeldProfiles> held = new ConcurrentHashMap<>();
  private final Queue<RuntimeException> refusals = new ConcurrentLinkedQueue<>();
  private final AtomicLong calls = new AtomicLong();

  private CallbackMdm(HttpServer server, String secret, Manner manner, long seed) {
    this.server = server;
    this.manner = manner;
    this.signature = new CallbackSignature(secret);
    this.webhooks = new WebhookSender(signature);
    this.random = new Random(seed);
  }

  /**
   * Starts one on a free loopback port.
   *
   * @param secret shared with the service
   * @param manner how it misbehaves
   * @param seed printed, so that a bad day can be repeated
   * @return running until closed
   */
  public static CallbackMdm start(String secret, Manner manner, long seed) {
    System.out.println("fake MDM behind callbacks: " + manner + ", seed " + seed);
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
      CallbackMdm mdm = new CallbackMdm(server, secret, manner, seed);
      server.createContext("/", mdm::answer);
      server.setExecutor(mdm.answering);
      server.start();
      return mdm;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Where it takes installs and removals.
   *
   * @return for the setting {@code url}
   */
  public URI callbackUrl() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/callback");
  }

  /**
   * Says where the service listens; may change while it is being restarted.
   *
   * @param url of the webhook
   */
  public void telling(URI url) {
    webhooks.telling(url);
  }

  /**
   * A device enrolls: the service is told until it has heard.
   *
   * @param device what enrolls
   */
  public void enroll(Device device) {
    held.computeIfAbsent(device.id().value(), id -> new HeldProfiles());
    tell("enrolled/" + device.id(), "enrolled", device);
  }

  /**
   * A device leaves; whatever it held is gone.
   *
   * @param device what leaves
   */
  public void unenroll(Device device) {
    held.computeIfAbsent(device.id().value(), id -> new HeldProfiles()).wipe();
    tell("unenrolled/" + device.id(), "unenrolled", device);
  }

  /**
   * What the devices really hold.
   *
   * @return by enrollment id
   * @throws IllegalStateException when a device was sent something no device could take
   */
  public Map<String, HeldProfiles> held() {
    if (!refusals.isEmpty()) {
      throw new IllegalStateException("a device could not take what it was sent", refusals.peek());
    }
    return Map.copyOf(held);
  }

  /**
   * How many webhooks the service has not acknowledged yet.
   *
   * @return 0 when it has heard everything
   */
  public int untold() {
    return webhooks.waiting();
  }

  /**
   * How many installs and removals arrived, repeats included.
   *
   * @return since the start
   */
  public long calls() {
    return calls.get();
  }

  @Override
  public void close() {
    server.stop(0);
    answering.shutdownNow();
    webhooks.close();
    devices.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (!exchange.getRequestMethod().equals("POST")) {
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      exchange.sendResponseHeaders(status(exchange, body), -1);
    }
  }

  private int status(HttpExchange exchange, byte[] body) throws IOException {
    calls.incrementAndGet();
    if (!signature.isGenuine(
        exchange.getRequestHeaders().getFirst(CallbackSignature.HEADER), body)) {
      return 401;
    }
    double fate = draw();
    if (fate < manner.rate / 2) {
      return 503;
    }
    carryOut(JSON.readTree(body));
    return fate < manner.rate ? 503 : 200;
  }

  /** An attempt that is known is not done again. */
  private void carryOut(JsonNode call) {
    String enrollment = call.required("enrollment").asText();
    HeldProfiles device = held.computeIfAbsent(enrollment, id -> new HeldProfiles());
    String attempt = call.required("attempt").asText();
    if (device.isNew(attempt)) {
      long delay = (long) (draw() * manner.delayMillis);
      CompletableFuture.delayedExecutor(delay, TimeUnit.MILLISECONDS, devices)
          .execute(() -> obey(device, call, enrollment, attempt));
    }
  }

  private void obey(HeldProfiles device, JsonNode call, String enrollment, String attempt) {
    try {
      boolean install = call.required("type").asText().equals("install");
      if (install) {
        device.install(call);
      } else {
        device.remove();
      }
      report(enrollment, attempt, install ? "installed" : "removed");
    } catch (RuntimeException e) {
      refusals.add(e);
    }
  }

  private void report(String enrollment, String attempt, String type) {
    ObjectNode event = event(attempt + "/" + type, type);
    event.put("attempt", attempt);
    event.putObject("device").put("enrollment", enrollment);
    send(event);
  }

  private void tell(String id, String type, Device device) {
    ObjectNode event = event(id, type);
    ObjectNode facts = event.putObject("device");
    facts.put("enrollment", device.id().value());
    facts.put("platform", device.platform().name().toLowerCase(Locale.ROOT));
    device.parent().ifPresent(p -> facts.put("channel", "user").put("parent", p.value()));
    device.name().ifPresent(name -> facts.put("name", name));
    device.ownerHint().ifPresent(owner -> facts.put("owner", owner));
    send(event);
  }

  private static ObjectNode event(String id, String type) {
    return JSON.createObjectNode()
        .put("id", id)
        .put("type", type)
        .put("at", Instant.now().toString());
  }

  private void send(ObjectNode event) {
    byte[] body = event.toString().getBytes(StandardCharsets.UTF_8);
    int times = draw() < manner.rate ? 2 : 1;
    for (int i = 0; i < times; i++) {
      webhooks.send(body);
    }
  }

  private synchronized double draw() {
    return random.nextDouble();
  }
}
