package io.kalends.host;

import io.kalends.edge.HttpServer;
import io.kalends.edge.Request;
import io.kalends.edge.Response;
import io.kalends.event.EventReceiver;
import io.kalends.event.InboundReply;
import io.kalends.event.InboundRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /webhooks/{instance}}, any method, and whatever follows: the adapter of that instance
 * authenticates and reads, the facts are committed, and only then the sender gets its answer. Who
 * gets no good answer sends again, and the facts' keys tell a repeat.
 */
final class Webhooks {

  /** What is read of a body; more is answered 413. */
  static final int MAX_BODY_BYTES = 1024 * 1024;

  static final String PREFIX = "/webhooks/";

  /** The name is part of a path and of every log line. */
  private static final Pattern INSTANCE = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

  private static final String RETRY_SECONDS = "5";

  private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);

  private final String tenant;
  private final Map<String, EventReceiver> receivers;
  private final InboxDoor inbox;

  /**
   * The webhooks of one tenant.
   *
   * @param receivers by instance
   * @throws IllegalArgumentException when an instance's name cannot stand in a path
   */
  Webhooks(String tenant, Map<String, EventReceiver> receivers, InboxDoor inbox) {
    for (String instance : new TreeSet<>(receivers.keySet())) {
      if (!INSTANCE.matcher(instance).matches()) {
        throw new IllegalArgumentException(
            "instance '"
                + instance
                + "': its name stands in URLs; use a to z, 0 to 9, _ and -, at most 64 characters");
      }
    }
    this.tenant = tenant;
    this.receivers = new HashMap<>(receivers);
    this.inbox = inbox;
  }

  /** How much is read of a body that nobody has authenticated yet: nothing without a reader. */
  int bodyBytes(Request head) {
    return receivers.containsKey(instance(head.path()))
        ? MAX_BODY_BYTES
        : HttpServer.MAX_BODY_BYTES;
  }

  Response answer(Request request, String logId) {
    String instance = instance(request.path());
    @Nullable EventReceiver receiver = receivers.get(instance);
    if (receiver == null) {
      return Response.text(404, "no such webhook");
    }
    if (request.body().isCut()) {
      LOG.warn("webhook body too large: instance={} log_id={}", instance, logId);
      return Response.text(413, "at most " + MAX_BODY_BYTES + " bytes; send fewer events at once");
    }
    InboundReply reply;
    try {
      reply = receiver.receive(inbound(request, instance));
    } catch (RuntimeException | Error e) {
      // Caught here, since the router would log the path, which may hold a secret. So may the text
      // of whatever was thrown: only its kind is shown.
      LOG.error("webhook failed: instance={} error={} log_id={}", instance, place(e), logId);
      return Response.text(500, "internal error, log id " + logId);
    }
    return kept(reply, instance, logId) ? response(reply) : comeAgain();
  }

  private boolean kept(InboundReply reply, String instance, String logId) {
    if (reply.events().isEmpty()) {
      LOG.info("webhook: instance={} status={} log_id={}", instance, reply.status(), logId);
      return true;
    }
    try {
      inbox.accept(tenant, instance, reply.events());
    } catch (RuntimeException e) {
      LOG.error(
          "webhook not kept, to come again: instance={} events={} error={} log_id={}",
          instance,
          reply.events().size(),
          place(e),
          logId);
      return false;
    }
    LOG.info(
        "webhook: instance={} status={} events={} log_id={}",
        instance,
        reply.status(),
        reply.events().size(),
        logId);
    return true;
  }

  private static InboundRequest inbound(Request request, String instance) {
    return new InboundRequest(
        request.method(),
        request.path().substring(PREFIX.length() + instance.length()),
        request.query(),
        request.headers(),
        request.body().bytes());
  }

  private static Response response(InboundReply reply) {
    return new Response(reply.status(), reply.contentType(), Map.of(), reply.body());
  }

  private static Response comeAgain() {
    return Response.text(503, "not kept, send it again").with("Retry-After", RETRY_SECONDS);
  }

  /** Compared to the letter: an instance's name needs no encoding. */
  private static String instance(String path) {
    if (!path.startsWith(PREFIX)) {
      return "";
    }
    int end = path.indexOf('/', PREFIX.length());
    return path.substring(PREFIX.length(), end < 0 ? path.length() : end);
  }

  /** The kinds of a failure and its causes, and where it arose; none of their words. */
  private static String place(Throwable thrown) {
    StringBuilder shown = new StringBuilder();
    @Nullable Throwable next = thrown;
    for (int depth = 0; next != null && depth < 4; depth++) {
      StackTraceElement[] trace = next.getStackTrace();
      shown.append(depth == 0 ? "" : " < ").append(next.getClass().getName());
      shown.append(trace.length == 0 ? "" : " at " + trace[0]);
      next = next.getCause();
    }
    return shown.toString();
  }
}
