package io.kalends.issuer.contract;

import io.kalends.issuer.http.Request;
import io.kalends.issuer.http.Response;

/** One method on one path. */
@FunctionalInterface
interface Endpoint {

  /**
   * Answers.
   *
   * @throws Refusal when a check says no
   */
  Response answer(Request request, String logId);
}
