package io.kalends.enrollment;

/** The MDM channel an enrollment speaks on. */
public enum Channel {
  /** The device itself: the only channel of iOS, iPadOS, visionOS and Android. */
  DEVICE,
  /** A managed user on a Mac or a Shared iPad: the only one there that takes CalDAV accounts. */
  USER
}
