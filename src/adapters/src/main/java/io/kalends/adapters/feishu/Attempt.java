package io.kalends.adapters.feishu;

import io.kalends.account.DeviceLabel;
import io.kalends.failure.ActionRequired;
import io.kalends.failure.Failure;
import io.kalends.failure.TemporaryFailure;
import io.kalends.failure.UncertainOutcome;
import org.jspecify.annotations.Nullable;

/**
 * One call as its failures tell it: operation, what, consequence, fix. The consequence is what the
 * four operations differ in, most of all when nobody knows whether the call took effect.
 */
final class Attempt {

  /** Makes the failure of a call of which nobody knows whether it took effect. */
  private interface Doubt {
    Failure of(String text, @Nullable String exchangeId);
  }

  private static final String SIGN_IN = "sign in to Feishu/Lark again";

  private final String operation;
  private final String refused;
  private final Doubt doubt;

  private Attempt(String operation, String refused, Doubt doubt) {
    this.operation = operation;
    this.refused = refused;
    this.doubt = doubt;
  }

  /** In doubt there may be a credential that nobody received. */
  static Attempt minting(DeviceLabel label) {
    return new Attempt(
        "generate_caldav_conf for '" + label + "'",
        "nothing was made",
        (text, id) ->
            new UncertainOutcome(
                text + "; a credential of this label may exist, which only its owner can delete",
                null,
                id));
  }

  /** In doubt the code is spent and what it bought is lost: nothing is left behind to look for. */
  static Attempt exchanging() {
    return new Attempt(
        "exchange of the code",
        "no token came of it",
        (text, id) ->
            new ActionRequired(
                ActionRequired.Who.OWNER,
                SIGN_IN,
                text + "; the code may be spent: " + SIGN_IN,
                id));
  }

  /** In doubt the old token may be dead and the new one lost. */
  static Attempt refreshing() {
    return new Attempt(
        "refresh of the grant",
        "nothing was renewed",
        (text, id) ->
            new UncertainOutcome(
                text + "; the refresh token may be used up: trying it again tells", null, id));
  }

  /** Reading has no effect, so there is no doubt about one. */
  static Attempt identifying() {
    return new Attempt(
        "user_info", "nothing was read", (text, id) -> new TemporaryFailure(text, null, null, id));
  }

  /** Says what happened. */
  String says(String what) {
    return operation + ": " + what;
  }

  /** Says what happened, and that it had no effect. */
  String refused(String what) {
    return says(what) + "; " + refused;
  }

  Failure inDoubt(String what, @Nullable String exchangeId) {
    return doubt.of(says(what), exchangeId);
  }
}
