package io.kalends.adapters.caldav;

import io.kalends.account.CalDavAccount;
import io.kalends.account.CredentialProbe;
import io.kalends.adapters.http.Answer;
import io.kalends.adapters.http.RepeatableCalls;
import io.kalends.adapters.http.Timeouts;
import io.kalends.failure.TemporaryFailure;
import io.kalends.wire.RetryTime;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Asks the calendar server itself: PROPFIND of depth 0 with the pair, where clients begin (RFC 6764
 * section 6: {@code /.well-known/caldav}, the principal if the source gave one, the root). At most
 * {@value #MAX_REDIRECTS} redirects are followed, by hand and on the same scheme, host and port
 * alone: the password goes nowhere else.
 *
 * <p>An answer is a verdict only if it is about the pair, since a wrong <em>yes</em> delivers a
 * dead account and a wrong <em>no</em> calls a credential dead that still opens a calendar:
 *
 * <ul>
 *   <li>401 that offers Basic (or nothing): does not log in.
 *   <li>207 or 200 that names the caller's principal: logs in. One that does not name it, as in
 *       some dialects: logs in if the same question without the pair gets 401 or 403.
 *   <li>403: the next place is asked, because a dialect forbids places it does not want to show. If
 *       no place says more: does not log in if the same question without the pair gets 401 (so it
 *       was the pair that was forbidden); no verdict if everybody is forbidden (a firewall).
 *   <li>408, 425, 429, 5xx, no answer, redirects elsewhere, anything else: no verdict.
 * </ul>
 */
public final class CalDavProbe implements CredentialProbe, AutoCloseable {

  /** As many as discovery ever needs, and one more. */
  static final int MAX_REDIRECTS = 3;

  private static final int CONNECTIONS = 32;

  private enum Verdict {
    YES,
    NO,
    /** Forbidden to this pair, while others were asked for one. */
    FORBIDDEN,
    NONE
  }

  private final Optional<Origin> instead;
  private final RepeatableCalls calls;
  private final Clock clock;

  private CalDavProbe(Optional<Origin> instead, Timeouts timeouts, Clock clock) {
    this.instead = instead;
    this.calls = new RepeatableCalls(timeouts, CONNECTIONS);
    this.clock = clock;
  }

  /**
   * Asks every account's own host, over https.
   *
   * @param timeouts for each request; a probe makes a few
   * @param clock to turn "in 30 seconds" into an instant
   * @return to be closed by the caller
   */
  public static CalDavProbe ofTheAccountsHost(Timeouts timeouts, Clock clock) {
    return new CalDavProbe(Optional.empty(), timeouts, clock);
  }

  /**
   * Asks one server, whichever host accounts name: where that name leads elsewhere from here.
   *
   * @param base scheme, host and port; a path is not looked at
   * @param timeouts for each request; a probe makes a few
   * @param clock to turn "in 30 seconds" into an instant
   * @return to be closed by the caller
   */
  public static CalDavProbe of(URI base, Timeouts timeouts, Clock clock) {
    return new CalDavProbe(Optional.of(Origin.of(base)), timeouts, clock);
  }

  @Override
  public boolean logsIn(CalDavAccount account) {
    Origin origin = instead.orElseGet(() -> Origin.of(account));
    String last = "";
    boolean forbidden = false;
    for (URI place : places(origin, account)) {
      Asked asked = ask(origin, place, account);
      Verdict verdict = verdict(asked, account);
      if (verdict == Verdict.YES || verdict == Verdict.NO) {
        return verdict == Verdict.YES;
      }
      forbidden |= verdict == Verdict.FORBIDDEN;
      last = "HTTP " + asked.answer().status() + " at " + asked.place().getRawPath();
    }
    if (forbidden) {
      return false;
    }
    throw new TemporaryFailure(
        operation(account)
            + ": no verdict, the last answer was "
            + last
            + "; check that CalDAV is served there");
  }

  @Override
  public void close() {
    calls.close();
  }

  /** An answer, and where it came from in the end. */
  private record Asked(URI place, Answer answer) {}

  private static Set<URI> places(Origin origin, CalDavAccount account) {
    Set<URI> places = new LinkedHashSet<>();
    places.add(origin.at("/.well-known/caldav"));
    account.principalUrl().map(URI::getRawPath).map(origin::at).ifPresent(places::add);
    places.add(origin.at("/"));
    return places;
  }

  private Asked ask(Origin origin, URI start, CalDavAccount account) {
    URI place = start;
    Answer answer = send(place, Optional.of(account), account);
    for (int redirects = 0; redirects < MAX_REDIRECTS && isRedirect(answer); redirects++) {
      Optional<URI> next = origin.here(place, answer.header("Location"));
      if (next.isEmpty()) {
        break;
      }
      place = next.get();
      answer = send(place, Optional.of(account), account);
    }
    return new Asked(place, answer);
  }

  private Verdict verdict(Asked asked, CalDavAccount account) {
    Answer answer = asked.answer();
    return switch (answer.status()) {
      case 401 -> takesBasic(answer) ? Verdict.NO : Verdict.NONE;
      case 403 -> withoutThePair(asked, account) == 401 ? Verdict.FORBIDDEN : Verdict.NONE;
      case 200, 207 -> admitted(asked, account) ? Verdict.YES : Verdict.NONE;
      default -> Verdict.NONE;
    };
  }

  private boolean admitted(Asked asked, CalDavAccount account) {
    return switch (Principal.in(asked.answer())) {
      case NAMED -> true;
      case UNAUTHENTICATED -> false;
      case UNTOLD -> {
        int status = withoutThePair(asked, account);
        yield status == 401 || status == 403;
      }
    };
  }

  private int withoutThePair(Asked asked, CalDavAccount account) {
    return send(asked.place(), Optional.empty(), account).status();
  }

  private Answer send(URI place, Optional<CalDavAccount> pair, CalDavAccount account) {
    String operation = operation(account);
    Answer answer = calls.send(operation, Propfind.of(place, pair));
    if (answer.isForLater()) {
      throw new TemporaryFailure(
          operation + ": no verdict, HTTP " + answer.status(),
          null,
          RetryTime.latest(clock.instant(), answer.header("Retry-After")).orElse(null),
          null);
    }
    return answer;
  }

  private static boolean isRedirect(Answer answer) {
    return switch (answer.status()) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  private static boolean takesBasic(Answer answer) {
    String offered = answer.header("WWW-Authenticate").toLowerCase(java.util.Locale.ROOT);
    return offered.isEmpty() || offered.contains("basic");
  }

  private static String operation(CalDavAccount account) {
    return "probe of " + account;
  }
}
