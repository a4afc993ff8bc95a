package io.kalends.edge.config;

/** A setting that cannot be used. The message names the field and the fix. */
public class InvalidSetting extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String field;
  private final String fix;

  /**
   * Names the field and the fix.
   *
   * @param field for example {@code apps[2].id}
   * @param fix what is wrong and how to mend it; never the value of a secret
   */
  public InvalidSetting(String field, String fix) {
    super(field + ": " + fix);
    this.field = field;
    this.fix = fix;
  }

  /** The field it is about. */
  public final String field() {
    return field;
  }

  /** What is wrong and how to mend it. */
  public final String fix() {
    return fix;
  }

  /**
   * The same complaint, with its place in front.
   *
   * @param place for example {@code apps[2].}
   * @return a new exception
   */
  public InvalidSetting inside(String place) {
    return new InvalidSetting(place + field, fix);
  }
}
