package io.kalends.issuer.directory;

import io.kalends.store.TextColumn;
import java.util.regex.Pattern;

/** What the parts of an account may look like. Messages name the field, never the value. */
final class Names {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:@-]{1,128}");
  private static final Pattern EMAIL =
      Pattern.compile("[^\\s@\\p{Cntrl}]{1,64}@[^\\s@\\p{Cntrl}]{1,189}");

  private static final int MAX_SHOWN = 200;

  private Names() {}

  /** What people read: any script, but something, and not without end. */
  static void checkShown(String field, String value) {
    if (value.isBlank() || value.length() > MAX_SHOWN) {
      throw new InvalidDirectory(field, "must have 1 to " + MAX_SHOWN + " characters");
    }
    checkKept(field, value);
  }

  /** What comes from a table, and may be empty; a line feed there is a slip of a spreadsheet. */
  static void checkOptional(String field, String value) {
    if (value.length() > MAX_SHOWN || value.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidDirectory(
          field, "must have " + MAX_SHOWN + " characters at most and no control characters");
    }
    checkKept(field, value);
  }

  /** What a database cannot keep is refused where it is written, and not when it is stored. */
  static void checkKept(String field, String value) {
    if (!TextColumn.holds(value)) {
      throw new InvalidDirectory(field, "holds a NUL or half a character; write it again");
    }
  }

  static void check(String field, String value) {
    if (!NAME.matcher(value).matches()) {
      throw new InvalidDirectory(
          field, "must have 1 to 128 characters out of letters, digits and . _ : @ -");
    }
  }

  static void checkEmail(String email) {
    if (!EMAIL.matcher(email).matches()) {
      throw new InvalidDirectory(
          "email", "is no e-mail address; write for example anna@example.com");
    }
    checkKept("email", email);
  }
}
