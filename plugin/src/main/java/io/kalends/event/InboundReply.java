package io.kalends.event;

import java.util.List;

/**
 * What to answer, and what was learnt.
 *
 * @param status the HTTP status the vendor expects
 * @param contentType of the body; ignored when it is empty
 * @param body for example a challenge echoed
 * @param events stored before the answer is sent; empty when the request was refused
 */
public record InboundReply(
    int status, String contentType, String body, List<ProvisioningEvent> events) {

  /** Copies the list. */
  public InboundReply {
    events = List.copyOf(events);
  }

  /**
   * The plain answer to a genuine request.
   *
   * @param events what it told
   * @return 200 without a body
   */
  public static InboundReply ok(List<ProvisioningEvent> events) {
    return new InboundReply(200, "text/plain", "", events);
  }

  /**
   * The answer to a request that is not genuine.
   *
   * @return 401 without a body or events
   */
  public static InboundReply unauthenticated() {
    return new InboundReply(401, "text/plain", "", List.of());
  }
}
