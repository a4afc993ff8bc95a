package io.kalends.issuer.account;

/** A users file, or a user, that cannot be used. The message names the field and the fix. */
public final class InvalidUsers extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String field;
  private final String fix;

  /**
   * Names the field and the fix.
   *
   * @param field for example {@code users[2].email}
   * @param fix what is wrong and how to mend it; never the value of a token
   */
  public InvalidUsers(String field, String fix) {
    super(field + ": " + fix);
    this.field = field;
    this.fix = fix;
  }

  /** The same complaint, with its place in front. */
  InvalidUsers inside(String place) {
    return new InvalidUsers(place + field, fix);
  }
}
