package io.kalends.adapters.feishu;

import io.kalends.adapters.feishu.ErrorRow.Sort;
import io.kalends.failure.ActionRequired;
import io.kalends.failure.ActionRequired.Who;
import io.kalends.failure.Failure;
import io.kalends.failure.PermanentFailure;
import io.kalends.failure.PermanentFailure.Reason;
import io.kalends.failure.TemporaryFailure;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Judges an answer by its code, status and content type, never by {@code msg}: success, or one of
 * the four failures. The rule behind it: a code of the contract decides; without one a 4xx refused,
 * and everything else may have taken effect.
 */
final class Verdict {

  /** Feishu counts its days in Beijing; for Lark no zone is published. */
  private static final ZoneOffset QUOTA_ZONE = ZoneOffset.ofHours(8);

  private final Reply reply;
  private final Attempt attempt;
  private final Clock clock;
  private final Optional<ErrorRow> row;

  Verdict(Reply reply, Attempt attempt, ErrorTable table, Clock clock) {
    this.reply = reply;
    this.attempt = attempt;
    this.clock = clock;
    OptionalLong code = reply.code();
    this.row = code.isPresent() ? table.row(code.getAsLong()) : Optional.empty();
  }

  /** Whether the contract says so: a success status and code 0. */
  boolean isSuccess() {
    OptionalLong code = reply.code();
    return reply.isSuccessStatus() && code.isPresent() && code.getAsLong() == 0;
  }

  /** What an answer that is no success means. */
  Failure failure() {
    String meaning = row.map(ErrorRow::meaning).orElseGet(this::unknown);
    String refused = attempt.refused(headed(meaning));
    String fix = row.map(ErrorRow::fix).orElse("");
    return switch (sort()) {
      case TOKEN, CONSENT, SUPERSEDED -> action(Who.OWNER, refused, fix);
      case APP -> action(Who.ADMINISTRATOR, refused, fix);
      case TENANT -> action(Who.TENANT_ADMINISTRATOR, refused, fix);
      case OWNER_GONE -> permanent(Reason.OWNER_GONE, refused + "; " + fix);
      case THROTTLED -> TemporaryFailure.throttled(refused, reply.retryAt(), reply.exchangeId());
      case CONTENDED -> temporary(refused, reply.retryAt());
      case TRANSIENT -> temporary(attempt.says(headed(meaning)) + "; " + fix, reply.retryAt());
      case QUOTA -> temporary(refused + "; " + fix, endOfQuotaPause());
      case UNCERTAIN -> inDoubt(meaning);
      case REFUSED -> permanentlyRefused(refused);
    };
  }

  /** What has to happen, of an answer that is no success. */
  Sort sort() {
    if (row.isPresent()) {
      Sort known = row.get().sort();
      boolean saysWhose = known == Sort.QUOTA || known == Sort.CONTENDED;
      return reply.status() == 429 && !saysWhose ? Sort.THROTTLED : known;
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

  private Failure permanentlyRefused(String refused) {
    if (row.isPresent()) {
      return permanent(Reason.REFUSED, refused + "; " + row.get().fix());
    }
    if (reply.code().isPresent()) {
      return permanent(Reason.REFUSED, refused + "; this code is not known here: report it");
    }
    if (reply.brokenOff()) {
      // A reason was on its way, and may well have been one that passes.
      return temporary(refused, null);
    }
    if (reply.status() == 404) {
      return permanent(
          Reason.REFUSED,
          refused
              + "; no such method there: check the URLs in the settings (openApi"
              + " without /open-apis)");
    }
    return permanent(
        Reason.CONTRACT_BROKEN,
        refused
            + "; something between here and the service answered: check the URLs in the settings,"
            + " proxy and firewall (redirects are not followed, so that what was sent stays with"
            + " the service)");
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

  /** A success that cannot be used, or an answer that says neither. */
  Failure inDoubt(String what) {
    return attempt.inDoubt(headed(what), reply.exchangeId());
  }

  private ActionRequired action(Who who, String text, String where) {
    return new ActionRequired(who, where, text + "; " + where, reply.exchangeId());
  }

  private PermanentFailure permanent(Reason reason, String text) {
    return new PermanentFailure(reason, text, null, reply.exchangeId());
  }

  private TemporaryFailure temporary(String text, @Nullable Instant retryAt) {
    return new TemporaryFailure(text, null, retryAt, reply.exchangeId());
  }

  private String unknown() {
    if (!reply.unreadable().isEmpty()) {
      return "the answer is " + reply.unreadable();
    }
    return reply.code().isPresent() ? "no documented code" : "the answer has no integer code";
  }

  private String headed(String what) {
    StringBuilder text = new StringBuilder("HTTP ").append(reply.status());
    reply.code().ifPresent(code -> text.append(", code ").append(code));
    text.append(", log id ").append(reply.exchangeId() == null ? "none" : reply.exchangeId());
    return text.append(": ").append(what).toString();
  }
}
