package io.kalends.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until a test moves it. Safe for use by several threads. */
public final class SettableClock extends Clock {

  private volatile Instant now;

  /**
   * A clock at a given time.
   *
   * @param now where it stands
   */
  public SettableClock(Instant now) {
    this.now = now;
  }

  /**
   * Moves it on, or back with a negative duration.
   *
   * @param by how far
   */
  public synchronized void advance(Duration by) {
    now = now.plus(by);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return Clock.fixed(now, zone);
  }
}
