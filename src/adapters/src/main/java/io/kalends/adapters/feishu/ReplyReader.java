package io.kalends.adapters.feishu;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kalends.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
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
  Reply read(ClassicHttpResponse response, Secret token) {
    try {
      byte[] body = body(response.getEntity());
      if (body.length > MAX_BODY_BYTES) {
        return reply(response, token, null, "a body of more than 64 KiB", false);
      }
      if (!isJson(response)) {
        return reply(response, token, null, "no application/json", false);
      }
      return parsed(response, token, body);
    } catch (IOException e) {
      return reply(response, token, null, "a body that broke off", true);
    }
  }

  /** The parser's own words are dropped: they quote the body. */
  private Reply parsed(ClassicHttpResponse response, Secret token, byte[] body) {
    try {
      JsonNode json = STRICT.readTree(body);
      return json.isObject()
          ? reply(response, token, json, "", false)
          : reply(response, token, null, "JSON that is not one object", false);
    } catch (IOException e) {
      return reply(response, token, null, "malformed JSON", false);
    }
  }

  private Reply reply(
      ClassicHttpResponse response,
      Secret token,
      @Nullable JsonNode json,
      String unreadable,
      boolean brokenOff) {
    return new Reply(
        response.getCode(),
        json,
        unreadable,
        brokenOff,
        retryAt(response),
        exchangeId(response, token));
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
   * Cleaned, because it is quoted in logs and consoles; dropped if it is the token or part of it.
   */
  private static @Nullable String exchangeId(ClassicHttpResponse response, Secret token) {
    String given = header(response, "X-Tt-Logid");
    if (given.isBlank()) {
      given = header(response, "X-Request-Id");
    }
    String id = NOT_OF_AN_ID.matcher(given).replaceAll("");
    String secret = NOT_OF_AN_ID.matcher(token.reveal()).replaceAll("");
    if (id.isEmpty() || (!secret.isEmpty() && (id.contains(secret) || secret.contains(id)))) {
      return null;
    }
    return id.substring(0, Math.min(id.length(), MAX_EXCHANGE_ID));
  }

  private static String header(ClassicHttpResponse response, String name) {
    @Nullable Header header = response.getFirstHeader(name);
    return header == null || header.getValue() == null ? "" : header.getValue();
  }
}
