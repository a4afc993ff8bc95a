package io.kalends.edge;

/** Answers one method on one path. Called by many threads at once. */
@FunctionalInterface
public interface Endpoint {

  /**
   * Answers.
   *
   * @param request what the client sent
   * @param exchange what the router found out about it
   * @return what to answer
   */
  Response answer(Request request, Exchange exchange);
}
