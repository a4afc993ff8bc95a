package io.kalends.delivery;

/** How far it is proven that an account works, weakest first; a ladder beside an entry's state. */
public enum Proof {
  /** Nothing is known. */
  NONE,
  /** The credential logged in from here before it was sent. */
  PROBED,
  /** The MDM took the delivery. */
  ACCEPTED,
  /** The device acknowledged it. */
  ACKNOWLEDGED,
  /** The calendar server saw a successful login with exactly this credential. */
  FIRST_LOGIN
}
