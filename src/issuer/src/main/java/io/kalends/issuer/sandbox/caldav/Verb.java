package io.kalends.issuer.sandbox.caldav;

import io.kalends.edge.Request;
import io.kalends.edge.Response;

/** What one HTTP method does. */
interface Verb {

  /**
   * Answers.
   *
   * @param user who was authenticated
   * @param place what the path means; nobody else's
   * @param request as it came
   * @return the answer
   * @throws DavError when it is refused
   */
  Response answer(String user, Place place, Request request);
}
