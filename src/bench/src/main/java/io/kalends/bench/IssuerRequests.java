package io.kalends.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;

/** Requests as bytes, made before anything is measured. */
final class IssuerRequests {

  /** Enough not to repeat a wrong pair within the second that is counted. */
  private static final int GUESSES = 20_000;

  private IssuerRequests() {}

  /** Each pair in turn, in an order of no meaning. */
  static Supplier<byte[]> right(List<SeededIssuer.Pair> pairs) {
    List<SeededIssuer.Pair> shuffled = new ArrayList<>(pairs);
    Collections.shuffle(shuffled, new Random(1));
    return inTurn(
        shuffled.stream().map(pair -> forwardAuth(pair.userName(), pair.password(), 0)).toList());
  }

  /** Wrong passwords for users there are. */
  static Supplier<byte[]> wrongPassword(List<SeededIssuer.Pair> pairs) {
    List<byte[]> requests = new ArrayList<>();
    for (int i = 0; i < GUESSES; i++) {
      requests.add(forwardAuth(pairs.get(i % pairs.size()).userName(), fake(i), i));
    }
    return inTurn(requests);
  }

  /** The same for users there are not. */
  static Supplier<byte[]> nobody() {
    List<byte[]> requests = new ArrayList<>();
    for (int i = 0; i < GUESSES; i++) {
      requests.add(forwardAuth("u_" + (10_000_000 + i), fake(i), i));
    }
    return inTurn(requests);
  }

  /** Mints, for each person in turn. */
  static Supplier<byte[]> mint() {
    String body = "{\"device_name\": \"benchmark\"}";
    List<byte[]> requests = new ArrayList<>();
    for (int i = 0; i < IssuerProcess.MINTERS; i++) {
      String request =
          "POST /open-apis/calendar/v4/settings/generate_caldav_conf HTTP/1.1\r\n"
              + "Host: caldav.example.com\r\nAuthorization: Bearer "
              + IssuerProcess.token(i)
              + "\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body;
      requests.add(request.getBytes(ISO_8859_1));
    }
    return inTurn(requests);
  }

  /** As nginx sends it; every guess from another address, so that none is one too many. */
  private static byte[] forwardAuth(String userName, String password, int client) {
    String basic = Base64.getEncoder().encodeToString((userName + ":" + password).getBytes(UTF_8));
    return ("GET /forward-auth HTTP/1.1\r\nHost: issuer\r\nX-Forwarded-For: 10."
            + (client >> 16)
            + "."
            + (client >> 8 & 0xff)
            + "."
            + (client & 0xff)
            + "\r\nDepth: 1\r\nUser-Agent: iOS/18.1 (22B83) dataaccessd/1.0"
            + "\r\nAuthorization: Basic "
            + basic
            + "\r\n\r\n")
        .getBytes(ISO_8859_1);
  }

  private static String fake(int number) {
    return String.format(Locale.ROOT, "fake%036d", number);
  }

  private static Supplier<byte[]> inTurn(List<byte[]> requests) {
    int[] next = {0};
    return () -> requests.get(next[0]++ % requests.size());
  }
}
