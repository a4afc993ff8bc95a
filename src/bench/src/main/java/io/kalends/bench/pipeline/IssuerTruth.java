package io.kalends.bench.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kalends.issuer.credential.Credentials;
import io.kalends.store.Database;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the issuer says: its log of refusals, and its table of credentials. */
final class IssuerTruth {

  private static final String MINT = "/open-apis/calendar/v4/settings/generate_caldav_conf";

  private static final Pattern REFUSED = Pattern.compile("refused POST " + MINT);

  private static final int TOO_MANY = 429;
  private static final int PROVOKED = 120;

  private IssuerTruth() {}

  /** How many mints it has refused so far, whatever the reason: each has a line in its log. */
  static long refusals(ServerProcess issuer) throws IOException {
    try (Stream<String> lines = Files.lines(issuer.log(), UTF_8)) {
      return lines.filter(line -> REFUSED.matcher(line).find()).count();
    }
  }

  /**
   * Shows that {@link #refusals} counts: asks much too fast, and compares what was answered with
   * what was counted. Makes credentials.
   *
   * @return how many 429 were provoked
   */
  static long provoke(ServerProcess issuer, URI url, String token)
      throws IOException, InterruptedException {
    long before = refusals(issuer);
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpRequest mint =
        HttpRequest.newBuilder(url.resolve(MINT))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString("{\"device_name\": \"provocation\"}"))
            .build();
    long answered = 0;
    for (int i = 0; i < PROVOKED; i++) {
      int status = http.send(mint, HttpResponse.BodyHandlers.discarding()).statusCode();
      answered += status == TOO_MANY ? 1 : 0;
    }
    long counted = refusals(issuer) - before;
    if (answered == 0 || counted != answered) {
      throw new IllegalStateException(
          "the issuer's log shows " + counted + " refusals where it answered " + answered);
    }
    return answered;
  }

  /**
   * When each credential was made, of an issuer that has ended.
   *
   * @return oldest first, without those of {@link #provoke}
   */
  static List<Long> mintMillis(Path folder) {
    try (Database issuer = Database.openFile(folder.resolve("issuer.db"), Credentials.class)) {
      return issuer.read(
          "read the mints",
          connection -> {
            List<Long> times = new ArrayList<>();
            try (Statement select = connection.createStatement();
                ResultSet rows =
                    select.executeQuery(
                        "SELECT created_millis FROM credential"
                            + " WHERE CAST(device_name AS TEXT) <> 'provocation'"
                            + " ORDER BY created_millis")) {
              while (rows.next()) {
                times.add(rows.getLong(1));
              }
            }
            return times;
          });
    }
  }

  /** From the first to the last of them. */
  static Duration span(List<Long> times) {
    return Duration.ofMillis(times.get(times.size() - 1) - times.get(0));
  }
}
