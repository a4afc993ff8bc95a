package io.kalends.issuer.directory;

import io.kalends.issuer.secret.Pepper;
import java.util.HexFormat;

/**
 * The names under which apps know people. Made from the person's number and the pepper: the same on
 * every node and at every start, kept nowhere, and no app can tell another app's name for the same
 * person.
 */
public final class PersonIds {

  private static final int ID_DIGITS = 32;

  /** Short, as the cloud service's are, and still without a clash among millions. */
  private static final int USER_ID_DIGITS = 16;

  private final Pepper pepper;

  /**
   * The names of an issuer's people.
   *
   * @param pepper always the same one, or every name changes
   */
  public PersonIds(Pepper pepper) {
    this.pepper = pepper;
  }

  /**
   * What one app calls a person.
   *
   * @param app id of the app
   * @param person any
   * @return {@code ou_} and 32 hexadecimal digits
   */
  public String openId(String app, Person person) {
    return "ou_" + digits("open_id", person, app).substring(0, ID_DIGITS);
  }

  /**
   * What all apps of this issuer, being one developer's, call a person.
   *
   * @param person any
   * @return {@code on_} and 32 hexadecimal digits
   */
  public String unionId(Person person) {
    return "on_" + digits("union_id", person, "").substring(0, ID_DIGITS);
  }

  /**
   * What a tenant calls a person.
   *
   * @param person any
   * @return 16 hexadecimal digits
   */
  public String userId(Person person) {
    return digits("user_id", person, person.tenant()).substring(0, USER_ID_DIGITS);
  }

  /** A blank is in no kind, no number and no name, so no two inputs are alike. */
  private String digits(String kind, Person person, String where) {
    return HexFormat.of().formatHex(pepper.hash(kind + " " + person.id() + " " + where));
  }
}
