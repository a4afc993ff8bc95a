package io.kalends.issuer.http;

/** Answers requests, of any method and path. Called by many threads at once; throws nothing. */
public interface Handler {

  /**
   * Answers a request.
   *
   * @param request what the client sent
   * @return what to answer
   */
  Response handle(Request request);

  /**
   * Answers what was not even HTTP, was broken off, or came when the server is overloaded or
   * closing (503): there is no request to look at.
   *
   * @param status what the server makes of it, 400 to 599
   * @return what to answer
   */
  Response malformed(int status);
}
