package io.kalends.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.kalends.consent.AuthorizationRequest;
import io.kalends.failure.ActionRequired;
import io.kalends.failure.Failure;
import io.kalends.secret.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The place on this machine where the browser comes back with the answer (RFC 8252 section 7.3).
 * Takes exactly one. What does not carry this sign-in's state is refused and not taken for an
 * answer, or any page in the person's browser could end the sign-in by loading this address.
 */
final class Callback implements AutoCloseable {

  /** Part of the URL registered with the app. */
  static final String PATH = "/callback";

  /** Held, so that the level stays: below INFO the server logs addresses, and one has the code. */
  private static final Logger SERVER_LOG = Logger.getLogger("com.sun.net.httpserver");

  private static final Pattern CODE = Pattern.compile("[\\x21-\\x7E]{1,4096}");
  private static final Pattern ERROR = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  private final HttpServer server;
  private final ExecutorService threads;
  private final AtomicBoolean taken = new AtomicBoolean();
  private final CompletableFuture<Secret> code = new CompletableFuture<>();

  private Callback(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Takes the port; nobody is answered before {@link #start}.
   *
   * @param port 0 takes any that is free
   * @throws InvalidInput when the port is in use
   */
  static Callback at(int port) {
    SERVER_LOG.setLevel(Level.INFO);
    try {
      InetAddress loopback = InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
      HttpServer server = HttpServer.create(new InetSocketAddress(loopback, port), 0);
      ExecutorService threads = Executors.newFixedThreadPool(4, Callback::daemon);
      server.setExecutor(threads);
      return new Callback(server, threads);
    } catch (IOException e) {
      throw new InvalidInput(
          "port "
              + port
              + " of 127.0.0.1 cannot be used: does another sign-in wait there? End it, or choose"
              + " another by --redirect-port and register its URL with the app too");
    }
  }

  /** The redirect URL, exactly as it has to be registered. */
  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
  }

  void start(AuthorizationRequest request) {
    server.createContext(PATH, exchange -> answer(exchange, request));
    server.start();
  }

  /**
   * Waits for the answer.
   *
   * @return the code
   * @throws ActionRequired when the person refused, or nobody answered in time
   */
  Secret await(Duration longest) throws InterruptedException {
    try {
      return code.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw owner("nobody answered within " + longest + "; no token was asked for");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Failure failure) {
        throw failure;
      }
      throw new IllegalStateException("only failures are put there", e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** The person sees a page first: when the command goes on, the server may be closed. */
  private void answer(HttpExchange exchange, AuthorizationRequest request) throws IOException {
    Map<String, String> query = query(exchange);
    Optional<CallbackPage> refusal = refusal(exchange, query, request);
    if (refusal.isPresent()) {
      try (exchange) {
        refusal.get().send(exchange);
      }
      return;
    }
    @Nullable String given = query.get("code");
    try (exchange) {
      (given == null ? CallbackPage.REFUSED : CallbackPage.RECEIVED).send(exchange);
    } finally {
      if (given == null) {
        code.completeExceptionally(refused(query.getOrDefault("error", "")));
      } else {
        code.complete(Secret.of(given));
      }
    }
  }

  private Optional<CallbackPage> refusal(
      HttpExchange exchange, Map<String, String> query, AuthorizationRequest request) {
    if (!exchange.getRequestMethod().equals("GET")) {
      return Optional.of(CallbackPage.NOT_GET);
    }
    boolean ours =
        exchange.getRequestURI().getPath().equals(PATH)
            && request.isAnsweredWith(query.getOrDefault("state", ""));
    boolean answers =
        CODE.matcher(query.getOrDefault("code", "")).matches()
            ? !query.containsKey("error")
            : !query.containsKey("code") && query.containsKey("error");
    if (!ours || !answers) {
      return Optional.of(CallbackPage.FOREIGN);
    }
    return taken.compareAndSet(false, true) ? Optional.empty() : Optional.of(CallbackPage.LATE);
  }

  /** A name that occurs twice makes the whole query nobody's answer. */
  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> fields = new HashMap<>();
    @Nullable String raw = exchange.getRequestURI().getRawQuery();
    if (raw == null) {
      return fields;
    }
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), UTF_8);
      String value = equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), UTF_8);
      if (fields.putIfAbsent(name, value) != null) {
        return Map.of();
      }
    }
    return fields;
  }

  private static Failure refused(String error) {
    if (error.equals("access_denied")) {
      return owner("permission was refused on the page (access_denied)");
    }
    String named = ERROR.matcher(error).matches() ? error : "an error without a proper name";
    return new ActionRequired(
        ActionRequired.Who.ADMINISTRATOR,
        "the app in the developer console",
        "sign-in: the page sent the browser back with "
            + named
            + "; compare the app's scopes and redirect URLs in the developer console",
        null);
  }

  private static ActionRequired owner(String what) {
    return new ActionRequired(
        ActionRequired.Who.OWNER,
        "the page this command shows",
        "sign-in: " + what + "; run the command again, sign in and allow it",
        null);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "kalends-callback");
    thread.setDaemon(true);
    return thread;
  }
}
