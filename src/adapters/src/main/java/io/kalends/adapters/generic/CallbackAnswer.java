package io.kalends.adapters.generic;

import io.kalends.failure.ActionRequired;
import io.kalends.failure.ActionRequired.Who;
import io.kalends.failure.Failure;
import io.kalends.failure.PermanentFailure;
import io.kalends.failure.PermanentFailure.Reason;
import io.kalends.failure.TemporaryFailure;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the receiver answered, reduced to what is decided on.
 *
 * @param status the HTTP status
 * @param gone whether the body is an object with {@code "gone": true}
 * @param retryAt when it wants to be asked again, if it said so
 */
record CallbackAnswer(int status, boolean gone, @Nullable Instant retryAt) {

  /** Refused for now, whatever their first digit says. */
  private static final Set<Integer> LATER = Set.of(408, 425, 429);

  /**
   * Returns when an installation was accepted.
   *
   * @param operation begins the failure's text
   * @throws io.kalends.failure.Failure for any other answer
   */
  void requireAccepted(String operation) {
    if (status < 200 || status > 299) {
      throw refusal(operation);
    }
  }

  /**
   * Returns when a removal was accepted, or there is nothing to remove.
   *
   * @param operation begins the failure's text
   * @throws io.kalends.failure.Failure for any other answer
   */
  void requireAcceptedOrGone(String operation) {
    boolean nothingThere = status == 410 || (status == 404 && gone);
    if (!nothingThere) {
      requireAccepted(operation);
    }
  }

  /** It has had enough of all our calls, not of this one. */
  private boolean isThrottled() {
    return status == 429 || (status == 503 && retryAt != null);
  }

  private Failure refusal(String operation) {
    String text = operation + ": HTTP " + status;
    if (LATER.contains(status) || status >= 500) {
      String again = text + ", tried again under the same id";
      return isThrottled()
          ? TemporaryFailure.throttled(again, retryAt, null)
          : new TemporaryFailure(again, null, retryAt, null);
    }
    if (status == 401 || status == 403) {
      return new ActionRequired(
          Who.ADMINISTRATOR,
          "setting 'secret', here and at the receiver",
          text + ": the signature is not accepted; the same secret on both sides, and both clocks",
          null);
    }
    if (status >= 300 && status < 400) {
      return new ActionRequired(
          Who.ADMINISTRATOR,
          "setting 'url'",
          text + ": it is somewhere else, and redirects are not followed; name the final URL",
          null);
    }
    return new PermanentFailure(Reason.REFUSED, text);
  }
}
