package io.kalends.edge;

/** Answers requests, of any method and path. Called by many threads at once; throws nothing. */
public interface Handler {

  /**
   * How much to read of a body, before anything of it was read.
   *
   * @param head the request without its body
   * @return bytes; what goes beyond is dropped and the body marked
   */
  default int bodyBytes(Request head) {
    return HttpServer.MAX_BODY_BYTES;
  }

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
