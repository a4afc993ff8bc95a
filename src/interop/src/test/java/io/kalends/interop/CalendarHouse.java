package io.kalends.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kalends.issuer.Issuer;
import io.kalends.issuer.IssuerConfig;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.User;
import io.kalends.issuer.secret.PepperSource;
import io.kalends.testkit.program.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * An issuer, a Radicale and a proxy before them, as {@code src/docs/calendars} sets them up: the
 * very files, with other ports and folders.
 */
final class CalendarHouse implements AutoCloseable {

  static final String ANNA = "u-fake-token-of-anna-0001";
  static final String BEN = "u-fake-token-of-ben-0002";

  /** What stands in front. */
  enum Proxy {
    NGINX,
    CADDY
  }

  /** One device's credential. */
  record Account(String userName, String password) {

    String basic() {
      String pair = userName + ":" + password;
      return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    }
  }

  private final Path folder;
  private final int issuerPort = Daemon.freePort();
  private final int radicalePort = Daemon.freePort();
  private final int proxyPort = Daemon.freePort();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private Issuer issuer;
  private Daemon radicale;

  private CalendarHouse(Path folder) {
    this.folder = folder;
  }

  static CalendarHouse behind(Proxy proxy, Path folder) {
    CalendarHouse house = new CalendarHouse(folder);
    try {
      house.startIssuer();
      house.startRadicale();
      house.open.push(proxy == Proxy.NGINX ? house.nginx() : house.caddy());
      return house;
    } catch (RuntimeException | Error e) {
      house.close();
      throw e;
    }
  }

  Issuer issuer() {
    return issuer;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + proxyPort + "/");
  }

  void restartIssuerAndRadicale() {
    issuer.close();
    radicale.close();
    startRadicale();
    startIssuer();
  }

  void stopIssuer() {
    issuer.close();
  }

  /** Over the contract, as a client of the cloud service would. */
  Account mint(String token, String device) {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(
                    issuer
                        .baseUrl()
                        .resolve("/open-apis/calendar/v4/settings/generate_caldav_conf"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(BodyPublishers.ofString("{\"device_name\": \"" + device + "\"}")));
    try {
      JsonNode data = new ObjectMapper().readTree(answer.body()).path("data");
      return new Account(data.path("user_name").textValue(), data.path("password").textValue());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A request to the proxy, headers as given. */
  HttpResponse<String> ask(String method, String path, Map<String, String> headers, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url() + path.substring(1)))
            .method(method, BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return send(request);
  }

  /** A device's smallest question. */
  int status(Account account) {
    return ask("PROPFIND", "/", Map.of("Authorization", account.basic(), "Depth", "0"), "")
        .statusCode();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private void startIssuer() {
    Directory directory =
        Directory.of(
            List.of(
                User.of("anna@example.com", "Anna", ANNA), User.of("ben@example.com", "Ben", BEN)));
    issuer =
        Issuer.start(
            IssuerConfig.of(
                    "caldav.example.com",
                    folder.resolve("issuer.db"),
                    PepperSource.file(folder.resolve("pepper")),
                    directory)
                .listeningOn("127.0.0.1", issuerPort),
            Clock.systemUTC(),
            new SecureRandom());
    open.push(issuer);
  }

  private void startRadicale() {
    Path config =
        adapted(
            "radicale.conf", Map.of("/var/lib/radicale", folder.resolve("radicale").toString()));
    radicale =
        Daemon.start(
            folder, radicalePort, List.of(Venv.program("radicale"), "--config", config.toString()));
    open.push(radicale);
  }

  private Daemon nginx() {
    Path site =
        adapted("nginx.conf", Map.of("listen 8443;", "listen 127.0.0.1:" + proxyPort + ";"));
    Path main = folder.resolve("nginx-main.conf");
    String temporary =
        String.join(
            "\n",
            List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi").stream()
                .map(name -> name + "_temp_path " + folder.resolve(name) + ";")
                .toList());
    write(
        main,
        // As another user than root it only warns of the first line.
        "user root;\ndaemon off;\nworker_processes 2;\npid %s;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n%s\ninclude %s;\n}\n"
            .formatted(folder.resolve("nginx.pid"), temporary, site));
    return Daemon.start(
        folder,
        proxyPort,
        List.of("nginx", "-e", "stderr", "-p", folder + "/", "-c", main.toString()));
  }

  private Daemon caddy() {
    Path config =
        adapted(
            "Caddyfile",
            Map.of(
                "http://:8443 {",
                "{\n\tadmin off\n}\nhttp://:" + proxyPort + " {\n\tbind 127.0.0.1"));
    return Daemon.start(
        folder,
        proxyPort,
        List.of("caddy", "run", "--adapter", "caddyfile", "--config", config.toString()));
  }

  /** The file of the documentation with other ports; what is to be replaced must be there. */
  private Path adapted(String name, Map<String, String> replacements) {
    try {
      String text = Files.readString(Program.root().resolve("src/docs/calendars").resolve(name));
      for (Map.Entry<String, String> one : replacements.entrySet()) {
        if (!text.contains(one.getKey())) {
          throw new AssertionError(name + " has no '" + one.getKey() + "' any more");
        }
        text = text.replace(one.getKey(), one.getValue());
      }
      text =
          text.replace("127.0.0.1:8460", "127.0.0.1:" + issuerPort)
              .replace("127.0.0.1:5232", "127.0.0.1:" + radicalePort);
      return write(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    AssertionError failure = new AssertionError("closing");
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        failure.addSuppressed(e);
      }
    }
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }
}
