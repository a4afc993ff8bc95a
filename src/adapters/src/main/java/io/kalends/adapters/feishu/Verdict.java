package io.kalends.adapters.feishu;

import io.kalends.account.CalDavAccount;
import io.kalends.account.DeviceLabel;
import io.kalends.adapters.feishu.ErrorRow.Sort;
import io.kalends.failure.ActionRequired;
import io.kalends.failure.ActionRequired.Who;
import io.kalends.failure.Failure;
import io.kalends.failure.PermanentFailure;
import io.kalends.failure.PermanentFailure.Reason;
import io.kalends.failure.TemporaryFailure;
import io.kalends.failure.UncertainOutcome;
import io.kalends.secret.Secret;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Judges an answer by its code, status and content type, never by {@code msg}: an account, or one
 * of the four failures. The rule behind it: a code of the contract decides; without one a 4xx
 * refused, and everything else may have made a credential.
 */
final class Verdict {

  /** Feishu counts its days in Beijing; for Lark no zone is published. */
  private static final ZoneOffset QUOTA_ZONE = ZoneOffset.ofHours(8);

  private final Reply reply;
  private final DeviceLabel label;
  private final Clock clock;
  private final Optional<ErrorRow> row;

  Verdict(Reply reply, DeviceLabel label, Clock clock) {
    this.reply = reply;
    this.label = label;
    this.clock = clock;
    OptionalLong code = reply.code();
    this.row = code.isPresent() ? ErrorTable.row(code.getAsLong()) : Optional.empty();
  }

  /** Whether the call was refused for its token alone, so that another token may do. */
  boolean refusesTheToken() {
    return sort() == Sort.TOKEN;
  }

  /**
   * The account, if one was made.
   *
   * @throws Failure sorted
   */
  CalDavAccount account() {
    if (!isSuccess()) {
      throw failure();
    }
    String password = reply.data("password");
    if (password.isEmpty()) {
      throw uncertain("success without a password");
    }
    try {
      return ServerAddress.parse(reply.data("server_address"))
          .account(reply.data("user_name"), Secret.of(password));
    } catch (IllegalArgumentException e) {
      // Its text names the field and quotes nothing; the cause would add nothing.
      throw uncertain("success with an unusable account: " + e.getMessage());
    }
  }

  /** The refusal of the token, told with its code and log id, and whom it now takes to get one. */
  ActionRequired andNoOtherToken(ActionRequired none) {
    Failure refusal = failure();
    return new ActionRequired(
        none.who(),
        none.where(),
        refusal.getMessage() + "; " + none.getMessage(),
        refusal.exchangeId().orElse(null));
  }

  private boolean isSuccess() {
    OptionalLong code = reply.code();
    return reply.isSuccessStatus() && code.isPresent() && code.getAsLong() == 0;
  }

  private Failure failure() {
    FailureText refused = text(row.map(ErrorRow::meaning).orElseGet(this::unknown)).nothingMade();
    String fix = row.map(ErrorRow::fix).orElse("");
    return switch (sort()) {
      case TOKEN, CONSENT -> action(Who.OWNER, refused, fix);
      case APP -> action(Who.ADMINISTRATOR, refused, fix);
      case TENANT -> action(Who.TENANT_ADMINISTRATOR, refused, fix);
      case OWNER_GONE -> permanent(Reason.OWNER_GONE, refused.fix(fix));
      case THROTTLED -> temporary(refused, reply.retryAt());
      case QUOTA -> temporary(refused.fix(fix), endOfQuotaPause());
      case UNCERTAIN -> uncertain(row.map(ErrorRow::meaning).orElseGet(this::unknown));
      case REFUSED -> permanentlyRefused(refused);
    };
  }

  private Sort sort() {
    if (row.isPresent()) {
      Sort known = row.get().sort();
      return reply.status() == 429 && known != Sort.QUOTA ? Sort.THROTTLED : known;
    }
    if (reply.status() == 429) {
      return Sort.THROTTLED;
    }
    OptionalLong code = reply.code();
    boolean refusedByCode = code.isPresent() && code.getAsLong() != 0 && reply.status() < 500;
    return refusedByCode || refusedByStatus() ? Sort.REFUSED : Sort.UNCERTAIN;
  }

  /**
   * Without a code: 4xx refuses, but a 408 may come from a proxy that lost patience after it had
   * passed the call on; a redirect asks to go elsewhere, but a 303 means done. Code 0 with such a
   * status contradicts itself.
   */
  private boolean refusedByStatus() {
    int status = reply.status();
    boolean redirect = status >= 300 && status <= 399 && status != 303;
    boolean refusal = status >= 400 && status <= 499 && status != 408;
    return reply.code().isEmpty() && (redirect || refusal);
  }

  private Failure permanentlyRefused(FailureText refused) {
    if (row.isPresent()) {
      return permanent(Reason.REFUSED, refused.fix(row.get().fix()));
    }
    if (reply.code().isPresent()) {
      return permanent(Reason.REFUSED, refused.fix("this code is not known here: report it"));
    }
    if (reply.brokenOff()) {
      // A reason was on its way, and may well have been one that passes.
      return temporary(refused, null);
    }
    if (reply.status() == 404) {
      return permanent(
          Reason.REFUSED,
          refused.fix("no such method there: check openApi, the base URL without /open-apis"));
    }
    return permanent(
        Reason.CONTRACT_BROKEN,
        refused.fix(
            "something between here and the service answered: check openApi, proxy and firewall"
                + " (redirects are not followed, so that the token stays with the service)"));
  }

  /** Once a day, and on the first of the next month: a quota can be raised before it renews. */
  private Instant endOfQuotaPause() {
    Instant now = clock.instant();
    Instant tomorrow = now.plus(1, ChronoUnit.DAYS);
    OffsetDateTime local = now.atOffset(QUOTA_ZONE);
    Instant nextMonth =
        local.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).plusMonths(1).toInstant();
    return nextMonth.isBefore(tomorrow) ? nextMonth : tomorrow;
  }

  private ActionRequired action(Who who, FailureText text, String where) {
    return new ActionRequired(who, where, text.fix(where).toString(), reply.exchangeId());
  }

  private PermanentFailure permanent(Reason reason, FailureText text) {
    return new PermanentFailure(reason, text.toString(), null, reply.exchangeId());
  }

  private TemporaryFailure temporary(FailureText text, @Nullable Instant retryAt) {
    return new TemporaryFailure(text.toString(), null, retryAt, reply.exchangeId());
  }

  private UncertainOutcome uncertain(String what) {
    return new UncertainOutcome(text(what).uncertain().toString(), null, reply.exchangeId());
  }

  private String unknown() {
    if (!reply.unreadable().isEmpty()) {
      return "the answer is " + reply.unreadable();
    }
    return reply.code().isPresent() ? "no documented code" : "the answer has no integer code";
  }

  private FailureText text(String what) {
    StringBuilder text = new StringBuilder("HTTP ").append(reply.status());
    reply.code().ifPresent(code -> text.append(", code ").append(code));
    text.append(", log id ").append(reply.exchangeId() == null ? "none" : reply.exchangeId());
    return FailureText.of(label, text.append(": ").append(what).toString());
  }
}
