package io.kalends.testkit.mdm;

/** What a {@link FakeMdm} does to those who rely on it; each of these was seen in a real one. */
public enum Trouble {
  /** An answer is told twice. */
  TWICE,
  /** An answer is told after those that came later. */
  LATE,
  /** The device answers before the call that queued its command has returned. */
  EARLY,
  /** An answer is never told; asking finds it. */
  LOST,
  /** A call is refused for now, with the time to come back. */
  THROTTLED_UNTIL,
  /** A call is refused for now, without a time. */
  THROTTLED,
  /** A call is answered 503; nothing was done. */
  DOWN,
  /** A call is done, and the connection breaks before it is answered. */
  CUT_OFF,
  /** The device answers NotNow and keeps the command. */
  NOT_NOW,
  /** The device answers with an error chain and does nothing. */
  ERROR
}
