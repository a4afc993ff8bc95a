package io.kalends.event;

/**
 * Optional for any adapter: turns a request on {@code /webhooks/{instance}} into events. The host
 * bounds the body and calls; the adapter authenticates <em>first</em>, in constant time, and
 * answers what its vendor expects. HMAC, Basic, a secret path, a GET test and a challenge echo all
 * fit.
 */
@FunctionalInterface
public interface EventReceiver {

  /**
   * Reads one request. Must not call out and must not block: the events are stored before the reply
   * is sent, everything else happens later.
   *
   * @param request as it arrived
   * @return what to answer, and the facts to store; a forged request is answered 401 with no events
   */
  InboundReply receive(InboundRequest request);
}
