package io.kalends.adapters.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An answer, reduced to what may be decided on.
 *
 * @param status the HTTP status
 * @param json the body when all of it came, was declared JSON and is one object; else null
 * @param unreadable in words why there is no {@code json}; empty when there is
 * @param brokenOff whether the connection ended before the body did
 * @param retryAt when the service wants to be asked again, if it said so
 * @param exchangeId the service's id of this exchange, if it gave a harmless one
 */
record Reply(
    int status,
    @Nullable JsonNode json,
    String unreadable,
    boolean brokenOff,
    @Nullable Instant retryAt,
    @Nullable String exchangeId) {

  /** The contract's own verdict; absent when the body is not of the contract. */
  OptionalLong code() {
    if (json == null) {
      return OptionalLong.empty();
    }
    JsonNode code = json.path("code");
    return code.isIntegralNumber() && code.canConvertToLong()
        ? OptionalLong.of(code.longValue())
        : OptionalLong.empty();
  }

  boolean isSuccessStatus() {
    return status >= 200 && status <= 299;
  }

  /** A text field of {@code data}; empty when it is absent or anything but a text. */
  String data(String field) {
    if (json == null) {
      return "";
    }
    JsonNode value = json.path("data").path(field);
    return value.isTextual() ? value.textValue() : "";
  }

  /** Without the body, which may hold a password. */
  @Override
  public String toString() {
    return "Reply[HTTP " + status + ", log id " + exchangeId + "]";
  }
}
