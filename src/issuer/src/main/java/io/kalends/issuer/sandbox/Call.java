package io.kalends.issuer.sandbox;

import io.kalends.edge.Request;
import io.kalends.edge.Response;
import io.kalends.issuer.contract.Rules;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * A call that is to go wrong.
 *
 * @param request what the client sent
 * @param logId of the exchange
 * @param now by the issuer's clock
 * @param real what the issuer does about it; asked twice, it does it twice
 * @param plan how slow slow is
 * @param rules which statuses are answered
 */
record Call(
    Request request,
    String logId,
    Instant now,
    Supplier<Response> real,
    FaultPlan plan,
    Rules rules) {

  /** Does it, with all that follows. */
  Response answered() {
    return real.get();
  }

  /** What becomes of a call. */
  @FunctionalInterface
  interface Effect {
    Response on(Call call);
  }
}
