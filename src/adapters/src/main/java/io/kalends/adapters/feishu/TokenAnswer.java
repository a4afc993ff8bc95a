package io.kalends.adapters.feishu;

import io.kalends.adapters.feishu.ErrorRow.Sort;
import io.kalends.consent.Grant;
import io.kalends.failure.Failure;
import io.kalends.secret.Secret;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The answer of a token endpoint, judged. The body is flat in both generations: {@code code},
 * {@code access_token}, {@code expires_in} (seconds), {@code scope} (words), and with lasting
 * consent {@code refresh_token}, {@code refresh_token_expires_in} (seconds).
 */
final class TokenAnswer {

  /** Far beyond any lifetime documented (7 days), and far from where instants end. */
  private static final long LONGEST_SECONDS = 400L * 24 * 60 * 60;

  private final Reply reply;
  private final Verdict verdict;
  private final Instant asked;

  /**
   * An answer.
   *
   * @param asked when the request left: lifetimes count from no later than that
   */
  TokenAnswer(Reply reply, Verdict verdict, Instant asked) {
    this.reply = reply;
    this.verdict = verdict;
    this.asked = asked;
  }

  /** Whether the refresh token was used before or revoked. */
  boolean isSuperseded() {
    return !isSuccess() && verdict.sort() == Sort.SUPERSEDED;
  }

  Failure failure() {
    return verdict.failure();
  }

  /**
   * The grant, if one was made.
   *
   * @throws Failure sorted
   */
  Grant grant() {
    if (!isSuccess()) {
      throw failure();
    }
    String type = reply.text("token_type");
    if (!type.isEmpty() && !type.equalsIgnoreCase("Bearer")) {
      throw verdict.inDoubt("success with a token of another type than Bearer");
    }
    Instant expiresAt = asked.plusSeconds(seconds("expires_in"));
    Grant grant = Grant.of(token("access_token"), expiresAt, scopes());
    if (reply.text("refresh_token").isEmpty()) {
      return grant;
    }
    // Without an end of its own it is renewed in time when it is renewed with the access token.
    Instant end =
        reply.number("refresh_token_expires_in").isEmpty()
            ? expiresAt
            : asked.plusSeconds(seconds("refresh_token_expires_in"));
    return grant.renewableWith(new Grant.Renewable(token("refresh_token"), end));
  }

  /** Servers that follow RFC 6749 to the letter send no {@code code} with a token. */
  private boolean isSuccess() {
    boolean byTheStandard =
        reply.isSuccessStatus() && reply.code().isEmpty() && !reply.text("access_token").isEmpty();
    return verdict.isSuccess() || byTheStandard;
  }

  private Secret token(String field) {
    String text = reply.text(field);
    if (text.isEmpty() || !Requests.isToken(Secret.of(text))) {
      throw verdict.inDoubt("success without a usable " + field);
    }
    return Secret.of(text);
  }

  private long seconds(String field) {
    long seconds = reply.number(field).orElse(0);
    if (seconds < 1 || seconds > LONGEST_SECONDS) {
      throw verdict.inDoubt("success without a usable " + field);
    }
    return seconds;
  }

  private Set<String> scopes() {
    return Stream.of(reply.text("scope").split(" ", -1))
        .filter(scope -> !scope.isBlank())
        .collect(Collectors.toSet());
  }
}
