package io.kalends.enrollment;

/** The operating systems Kalends delivers to. */
public enum Platform {
  /** iPhone. */
  IOS,
  /** iPad; a Shared iPad is this with {@link Channel#USER}. */
  IPADOS,
  /** Mac; takes CalDAV accounts on {@link Channel#USER} only. */
  MACOS,
  /** Apple Vision. */
  VISIONOS,
  /** Android, through DAVx5. */
  ANDROID;

  /**
   * Whether this platform reads Apple configuration profiles.
   *
   * @return false for Android only
   */
  public boolean readsProfiles() {
    return this != ANDROID;
  }
}
