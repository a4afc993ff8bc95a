package io.kalends.issuer.event;

import java.time.Duration;

/**
 * How long an app may take, from the first byte of the connection to the last of the answer.
 *
 * @param event to accept an event
 * @param challenge to send a challenge back
 */
record TimeOuts(Duration event, Duration challenge) {

  static final TimeOuts FEISHU = new TimeOuts(Duration.ofSeconds(3), Duration.ofSeconds(1));
}
