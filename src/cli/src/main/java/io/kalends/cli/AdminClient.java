package io.kalends.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kalends.secret.Secret;
import io.kalends.wire.SilentConnection;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;

/** Calls the administrator's API of a running issuer. Every call is sent once. */
final class AdminClient implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Timeout CONNECT = Timeout.ofSeconds(10);

  /** An import of many people takes its time. */
  private static final Timeout ANSWER = Timeout.ofMinutes(5);

  private static final int MAX_ANSWER_BYTES = 64 * 1024 * 1024;

  private final URI base;
  private final Secret token;
  private final CloseableHttpClient http;

  /** What came back, or why nothing did. */
  private record Answer(int status, String body) {}

  AdminClient(URI base, Secret token) {
    this.base = base;
    this.token = token;
    this.http =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setConnectionFactory(SilentConnection::bound)
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(CONNECT)
                            .setSocketTimeout(ANSWER)
                            .build())
                    .build())
            .setUserAgent("Kalends")
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .build();
  }

  /** Everything of a list, page by page. */
  List<JsonNode> all(String name, Map<String, String> filters) {
    List<JsonNode> rows = new ArrayList<>();
    String query = query(filters);
    JsonNode page = get(name + "?limit=1000" + query);
    page.path(name).forEach(rows::add);
    while (page.has("next")) {
      page = get(name + "?limit=1000&after=" + page.path("next").asText() + query);
      page.path(name).forEach(rows::add);
    }
    return rows;
  }

  JsonNode get(String path) {
    return send("GET", path, new byte[0]);
  }

  JsonNode post(String path, Map<String, ?> body) {
    try {
      return send("POST", path, JSON.writeValueAsBytes(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers are always JSON", e);
    }
  }

  JsonNode post(String path, byte[] body) {
    return send("POST", path, body);
  }

  @Override
  public void close() {
    try {
      http.close();
    } catch (IOException e) {
      // Everything was answered, or given up, before.
      return;
    }
  }

  /** The beginning of a query is there already. */
  static String query(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .filter(parameter -> !parameter.getValue().isEmpty())
        .map(p -> "&" + p.getKey() + "=" + URLEncoder.encode(p.getValue(), UTF_8))
        .collect(Collectors.joining());
  }

  private JsonNode send(String method, String path, byte[] body) {
    HttpUriRequestBase request =
        new HttpUriRequestBase(method, URI.create(base + "/admin/v1/" + path));
    request.setHeader("Authorization", "Bearer " + token.reveal());
    request.setHeader("Accept", "application/json");
    if (method.equals("POST")) {
      request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_OCTET_STREAM));
    }
    Answer answer = exchange(request);
    JsonNode json = json(answer.body());
    if (answer.status() == 200 && json.isObject()) {
      return json;
    }
    throw refusal(method, answer.status(), json);
  }

  /** Neither a message nor a cause from below: they may quote what was sent. */
  private Answer exchange(HttpUriRequestBase request) {
    try {
      return http.execute(request, AdminClient::read);
    } catch (ConnectException
        | ConnectTimeoutException
        | UnknownHostException
        | NoRouteToHostException
        | SSLException e) {
      throw new CommandFailure(
          ExitCode.TRY_LATER,
          "cannot reach the issuer at "
              + base
              + " ("
              + e.getClass().getSimpleName()
              + "); is it running? Set --url or KALENDS_ISSUER_URL to where it listens");
    } catch (IOException e) {
      boolean changes = request.getMethod().equals("POST");
      throw new CommandFailure(
          changes ? ExitCode.UNCERTAIN : ExitCode.TRY_LATER,
          "no answer from the issuer at "
              + base
              + " ("
              + e.getClass().getSimpleName()
              + ")"
              + (changes ? "; look at the list before repeating" : "; try again"));
    }
  }

  private static Answer read(ClassicHttpResponse response) throws IOException {
    byte[] body =
        response.getEntity() == null
            ? new byte[0]
            : EntityUtils.toByteArray(response.getEntity(), MAX_ANSWER_BYTES);
    return new Answer(response.getCode(), new String(body, UTF_8));
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private CommandFailure refusal(String method, int status, JsonNode json) {
    JsonNode error = json.path("error");
    if (!error.isObject()) {
      String text =
          "what answers at "
              + base
              + " is no administrator's API (HTTP "
              + status
              + "); check --url, and that the issuer's configuration has an adminTokenFile";
      boolean unknown = status >= 500 && method.equals("POST");
      return new CommandFailure(unknown ? ExitCode.UNCERTAIN : ExitCode.REFUSED, text);
    }
    return new CommandFailure(
        code(status),
        "the issuer refused: "
            + error.path("message").asText()
            + "\n"
            + error.path("fix").asText());
  }

  private static ExitCode code(int status) {
    if (Set.of(400, 413).contains(status)) {
      return ExitCode.INVALID_INPUT;
    }
    if (status == 409) {
      return ExitCode.ACTION_REQUIRED;
    }
    return status == 429 || status >= 500 ? ExitCode.TRY_LATER : ExitCode.REFUSED;
  }
}
