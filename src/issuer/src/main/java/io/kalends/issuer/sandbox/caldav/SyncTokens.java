package io.kalends.issuer.sandbox.caldav;

import java.time.Instant;
import java.util.OptionalLong;

/** Names states of a calendar for RFC 6578. A token of an earlier start is not known any more. */
final class SyncTokens {

  private static final int MAX_DIGITS = 18;

  private final String prefix;

  SyncTokens(Instant started) {
    this.prefix = "data:," + started.toEpochMilli() + "-";
  }

  /** The token, a URI. */
  String of(long state) {
    return prefix + state;
  }

  /** The state a token names, if this server made it. */
  OptionalLong state(String token) {
    if (!token.startsWith(prefix)) {
      return OptionalLong.empty();
    }
    String number = token.substring(prefix.length());
    return number.length() <= MAX_DIGITS && number.matches("[0-9]+")
        ? OptionalLong.of(Long.parseLong(number))
        : OptionalLong.empty();
  }
}
