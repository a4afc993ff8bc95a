package io.kalends.issuer.directory;

import io.kalends.edge.config.InvalidSetting;

/** A users file, or a user, that cannot be used. The message names the field and the fix. */
public final class InvalidDirectory extends InvalidSetting {

  private static final long serialVersionUID = 1L;

  /**
   * Names the field and the fix.
   *
   * @param field for example {@code users[2].email}
   * @param fix what is wrong and how to mend it; never the value of a token
   */
  public InvalidDirectory(String field, String fix) {
    super(field, fix);
  }

  @Override
  public InvalidDirectory inside(String place) {
    return new InvalidDirectory(place + field(), fix());
  }
}
