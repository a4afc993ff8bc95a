package io.kalends.issuer.sandbox;

import io.kalends.edge.Request;
import io.kalends.edge.Response;
import io.kalends.edge.Response.Delivery;
import io.kalends.issuer.contract.ContractError;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One way in which a call can go wrong, known by its name. Some are answers in place of the real
 * one, so that nothing was done; those marked <em>done</em> do the work first.
 */
public final class Fault {

  /** Done; the answer comes after the client has given up: a credential nobody knows. */
  public static final Fault ORPHAN =
      new Fault(
          "orphan",
          Target.ANY,
          call -> call.answered().delivered(Delivery.after(call.plan().delay())));

  /** Done; the connection is reset instead of an answer. */
  public static final Fault RESET_AFTER_MINT =
      new Fault("reset-after-mint", Target.ANY, call -> call.answered().delivered(Delivery.RESET));

  /** Done; half of the answer arrives, though its headers promise all. */
  public static final Fault CUT_BODY =
      new Fault("cut-body", Target.ANY, call -> call.answered().delivered(Delivery.CUT));

  /** Done; the answer is proper HTTP around half a JSON document. */
  public static final Fault TRUNCATED_JSON =
      new Fault("truncated-json", Target.ANY, call -> Answers.truncated(call.answered()));

  /** Done; the answer comes byte by byte. */
  public static final Fault SLOW_DRIP =
      new Fault(
          "slow-drip",
          Target.ANY,
          call -> call.answered().delivered(Delivery.dripped(call.plan().drip())));

  /** Done; but the Date header is off, and so is every lifetime in the answer. */
  public static final Fault CLOCK_SKEW =
      new Fault(
          "clock-skew",
          Target.ANY,
          call -> Answers.skewed(call.answered(), call.now(), call.plan().skew()));

  /** The connection is reset, and nothing was done. */
  public static final Fault RESET_BEFORE =
      new Fault(
          "reset-before", Target.ANY, call -> Response.text(200, "").delivered(Delivery.RESET));

  /** 429 and 99991400, without the headers that say how long to wait. */
  public static final Fault RATE_LIMIT_WITHOUT_HEADERS =
      new Fault("rate-limit-without-headers", Target.API, Answers::rateLimitWithoutHeaders);

  /** 99991400 with its headers, but as HTTP 400, as some old APIs answer. */
  public static final Fault RATE_LIMIT_AS_400 =
      new Fault("rate-limit-as-400", Target.API, Answers::rateLimitAs400);

  /** A JSON object from somebody in between, with HTTP 200 and without {@code code}. */
  public static final Fault JSON_WITHOUT_CODE =
      new Fault("json-without-code", Target.ANY, call -> Answers.portal());

  /** A proxy's error page, with HTTP 502. */
  public static final Fault HTML_FROM_PROXY_502 =
      new Fault("html-from-proxy-502", Target.ANY, call -> Answers.page(502, "502 Bad Gateway"));

  /** A proxy's page, with HTTP 200. */
  public static final Fault HTML_FROM_PROXY_200 =
      new Fault("html-from-proxy-200", Target.ANY, call -> Answers.page(200, "Please sign in"));

  /** What the gateway says to an unknown path. */
  public static final Fault TEXT_404 =
      new Fault("text-404", Target.ANY, call -> Response.text(404, "404 page not found"));

  /**
   * Done, for somebody else: another client uses the refresh token, and this one hears 20073. The
   * token is really used up.
   */
  public static final Fault REFRESH_RACE =
      new Fault(
          "refresh-race",
          Target.REFRESH,
          call -> {
            call.answered();
            return call.answered();
          });

  /** The token endpoint's 20050, with HTTP 500. */
  public static final Fault SERVER_ERROR_OAUTH_20050 =
      new Fault("server-error-oauth-20050", Target.TOKEN, call -> Answers.oauth(call, 20050, 500));

  /** The token endpoint's 20072, with HTTP 503. */
  public static final Fault SERVER_ERROR_OAUTH_20072 =
      new Fault("server-error-oauth-20072", Target.TOKEN, call -> Answers.oauth(call, 20072, 503));

  /** A policy wants more proof, at {@code challenge_url}. */
  public static final Fault ACCESS_POLICY_21000 =
      new Fault(
          "access-policy-21000",
          Target.ANY,
          call -> Answers.accessPolicy(call, ContractError.ACCESS_CHALLENGE));

  /** A policy forbids. */
  public static final Fault ACCESS_POLICY_21001 =
      new Fault(
          "access-policy-21001",
          Target.ANY,
          call -> Answers.accessPolicy(call, ContractError.ACCESS_DENIED));

  private static final Set<ContractError> POLICIES =
      EnumSet.of(ContractError.ACCESS_CHALLENGE, ContractError.ACCESS_DENIED);

  private static final List<Fault> ALL = list();

  private final String name;
  private final Target target;
  private final Call.Effect effect;

  private Fault(String name, Target target, Call.Effect effect) {
    this.name = name;
    this.target = target;
    this.effect = effect;
  }

  /**
   * An error of the contract or the gateway, for instance {@code code-190003}. Nothing was done.
   *
   * @param error any but those of the access policy, which have faults of their own
   * @return the fault
   */
  public static Fault code(ContractError error) {
    return named("code-" + error.code());
  }

  /**
   * Every fault there is.
   *
   * @return in an order that stays: what a seed hits depends on it
   */
  public static List<Fault> all() {
    return ALL;
  }

  /**
   * The fault of a name.
   *
   * @param name for example {@code orphan}
   * @return it
   * @throws IllegalArgumentException when there is none, naming all there are
   */
  public static Fault named(String name) {
    return ALL.stream()
        .filter(fault -> fault.name.equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("fault: there is none of that name; known: " + ALL));
  }

  /**
   * Its name.
   *
   * @return for example {@code orphan}
   */
  public String name() {
    return name;
  }

  boolean fits(Request request) {
    return target.fits(request);
  }

  Response on(Call call) {
    return effect.on(call);
  }

  @Override
  public String toString() {
    return name;
  }

  private static List<Fault> list() {
    List<Fault> all =
        new ArrayList<>(
            List.of(
                ORPHAN,
                RESET_AFTER_MINT,
                CUT_BODY,
                TRUNCATED_JSON,
                SLOW_DRIP,
                CLOCK_SKEW,
                RESET_BEFORE,
                RATE_LIMIT_WITHOUT_HEADERS,
                RATE_LIMIT_AS_400,
                JSON_WITHOUT_CODE,
                HTML_FROM_PROXY_502,
                HTML_FROM_PROXY_200,
                TEXT_404,
                REFRESH_RACE,
                SERVER_ERROR_OAUTH_20050,
                SERVER_ERROR_OAUTH_20072,
                ACCESS_POLICY_21000,
                ACCESS_POLICY_21001));
    for (ContractError error : EnumSet.complementOf(EnumSet.copyOf(POLICIES))) {
      Target target = error.isGateway() ? Target.API : Target.MINT;
      all.add(new Fault("code-" + error.code(), target, call -> Answers.refused(call, error)));
    }
    return List.copyOf(all);
  }
}
