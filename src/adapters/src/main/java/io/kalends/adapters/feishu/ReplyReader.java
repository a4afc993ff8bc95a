package io.kalends.adapters.feishu;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kalends.secret.Secret;
import io.kalends.wire.RetryTime;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/** Reads an answer without trusting it: bounded, strict JSON, headers cleaned. */
final class ReplyReader {

  /** A hundred times what the contract needs. */
  static final int MAX_BODY_BYTES = 64 * 1024;

  private static final int MAX_EXCHANGE_ID = 128;
  private static final Pattern NOT_OF_AN_ID = Pattern.compile("[^A-Za-z0-9._-]");
  private static final ObjectMapper STRICT =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Clock clock;

  ReplyReader(Clock clock) {
    this.clock = clock;
  }

  /** Never throws for what the other side did after its head: that becomes part of the reply. */
  Reply read(ClassicHttpResponse response, List<Secret> secrets) {
    try {
      byte[] body = body(response.getEntity());
      if (body.length > MAX_BODY_BYTES) {
        return reply(response, secrets, null, "a body of more than 64 KiB", false);
      }
      if (!isJson(response)) {
        return reply(response, secrets, null, "no application/json", false);
      }
      return parsed(response, secrets, body);
    } catch (IOException e) {
      return reply(response, secrets, null, "a body that broke off", true);
    }
  }

  /** The parser's own words are dropped: they quote the body. */
  private Reply parsed(ClassicHttpResponse response, List<Secret> secrets, byte[] body) {
    try {
      JsonNode json = STRICT.readTree(body);
      return json.isObject()
          ? reply(response, secrets, json, "", false)
          : reply(response, secrets, null, "JSON that is not one object", false);
    } catch (IOException e) {
      return reply(response, secrets, null, "malformed JSON", false);
    }
  }

  private Reply reply(
      ClassicHttpResponse response,
      List<Secret> secrets,
      @Nullable JsonNode json,
      String unreadable,
      boolean brokenOff) {
    return new Reply(
        response.getCode(),
        json,
        unreadable,
        brokenOff,
        retryAt(response),
        exchangeId(response, secrets));
  }

  private static byte[] body(@Nullable HttpEntity entity) throws IOException {
    if (entity == null) {
      return new byte[0];
    }
    InputStream content = entity.getContent();
    return content.readNBytes(MAX_BODY_BYTES + 1);
  }

  private static boolean isJson(ClassicHttpResponse response) {
    String type = header(response, "Content-Type").toLowerCase(Locale.ROOT);
    int parameters = type.indexOf(';');
    return (parameters < 0 ? type : type.substring(0, parameters))
        .strip()
        .equals("application/json");
  }

  private @Nullable Instant retryAt(ClassicHttpResponse response) {
    return RetryTime.latest(
            clock.instant(),
            header(response, "x-ogw-ratelimit-reset"),
            header(response, "Retry-After"))
        .orElse(null);
  }

  /**
   * Cleaned, because it is quoted in logs and consoles; dropped if it is a secret that was sent, or
   * part of one.
   */
  private static @Nullable String exchangeId(ClassicHttpResponse response, List<Secret> secrets) {
    String given = header(response, "X-Tt-Logid");
    if (given.isBlank()) {
      given = header(response, "X-Request-Id");
    }
    String id = NOT_OF_AN_ID.matcher(given).replaceAll("");
    if (id.isEmpty() || secrets.stream().anyMatch(secret -> shares(id, secret))) {
      return null;
    }
    return id.substring(0, Math.min(id.length(), MAX_EXCHANGE_ID));
  }

  private static boolean shares(String id, Secret secret) {
    String cleaned = NOT_OF_AN_ID.matcher(secret.reveal()).replaceAll("");
    return !cleaned.isEmpty() && (id.contains(cleaned) || cleaned.contains(id));
  }

  private static String header(ClassicHttpResponse response, String name) {
    @Nullable Header header = response.getFirstHeader(name);
    return header == null || header.getValue() == null ? "" : header.getValue();
  }
}
