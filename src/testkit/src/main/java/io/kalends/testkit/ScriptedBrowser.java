package io.kalends.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A browser as far as signing in needs one: follows redirects from server to server, keeps cookies,
 * sends forms. Runs no script and fetches nothing a page refers to.
 */
public final class ScriptedBrowser {

  /**
   * What the browser shows.
   *
   * @param at the address of the page, redirects followed
   * @param status its HTTP status
   * @param headers its headers, names in lower case, the first value of each
   * @param body its text
   * @param visited every address asked for on the way, this one last
   */
  public record Page(
      URI at, int status, Map<String, String> headers, String body, List<URI> visited) {}

  private static final int MAX_REDIRECTS = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .cookieHandler(new CookieManager())
          .connectTimeout(PATIENCE)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  /** A browser without a past. */
  public ScriptedBrowser() {}

  /**
   * Opens an address.
   *
   * @param address absolute
   * @return the page it leads to
   */
  public Page open(URI address) {
    return follow(HttpRequest.newBuilder(address).GET());
  }

  /**
   * Sends a form.
   *
   * @param address absolute; where the form goes
   * @param fields name to value
   * @return the page it leads to
   */
  public Page submit(URI address, Map<String, String> fields) {
    String form =
        fields.entrySet().stream()
            .map(f -> encoded(f.getKey()) + "=" + encoded(f.getValue()))
            .collect(Collectors.joining("&"));
    return follow(
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  private Page follow(HttpRequest.Builder first) {
    List<URI> visited = new ArrayList<>();
    HttpRequest request = first.timeout(PATIENCE).build();
    while (visited.size() < MAX_REDIRECTS) {
      HttpResponse<String> response = send(request);
      visited.add(request.uri());
      Optional<String> location = response.headers().firstValue("Location");
      if (response.statusCode() / 100 != 3 || location.isEmpty()) {
        return page(response, visited);
      }
      URI next = request.uri().resolve(location.get());
      request = HttpRequest.newBuilder(next).timeout(PATIENCE).GET().build();
    }
    throw new AssertionError("more than " + MAX_REDIRECTS + " redirects: " + visited);
  }

  private static Page page(HttpResponse<String> response, List<URI> visited) {
    Map<String, String> headers =
        response.headers().map().entrySet().stream()
            .filter(header -> !header.getKey().startsWith(":"))
            .collect(
                Collectors.toMap(
                    header -> header.getKey().toLowerCase(Locale.ROOT),
                    header -> header.getValue().get(0)));
    return new Page(
        response.uri(), response.statusCode(), headers, response.body(), List.copyOf(visited));
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while opening a page", e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
