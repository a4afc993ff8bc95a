package io.kalends.adapters.generic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kalends.event.InboundRequest;
import io.kalends.secret.Secret;
import io.kalends.testkit.SettableClock;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The sender of this package's tests: signs by itself, not with what it tests. */
final class Signed {

  static final String SECRET = "fake-secret-for-tests-only-0123456789";
  static final String PREVIOUS = "fake-previous-secret-for-tests-012345";
  static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  static final String CHECK_IN =
      "{\"id\":\"evt-1\",\"type\":\"checked_in\",\"at\":\"2026-11-22T10:00:00Z\","
          + "\"device\":{\"enrollment\":\"E-1\"}}";

  private Signed() {}

  static SettableClock clock() {
    return new SettableClock(NOW);
  }

  static Signatures signatures(SettableClock clock) {
    return new Signatures(
        List.of(Secret.of(SECRET), Secret.of(PREVIOUS)), Duration.ofMinutes(5), clock);
  }

  static InboundRequest post(String header, String body) {
    return request("POST", "", "", List.of(header), body.getBytes(UTF_8));
  }

  static InboundRequest request(
      String method, String path, String query, List<String> headers, byte[] body) {
    return new InboundRequest(method, path, query, Map.of("x-kalends-signature", headers), body);
  }

  static String header(String secret, long time, String body) {
    return header(secret, time, body.getBytes(UTF_8));
  }

  static String header(String secret, long time, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      mac.update((time + ".").getBytes(UTF_8));
      return "t=" + time + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
