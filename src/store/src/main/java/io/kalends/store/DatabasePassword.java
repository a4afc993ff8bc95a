package io.kalends.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a database user proves itself with. It shows itself nowhere. */
public final class DatabasePassword {

  private static final int MAX_CHARACTERS = 1024;

  private final char[] characters;

  private DatabasePassword(char[] characters) {
    this.characters = characters;
  }

  /**
   * Wraps a password.
   *
   * @param characters 1 to 1024, no control characters; copied, so that the caller can wipe them
   * @return the guarded password
   * @throws IllegalArgumentException naming what is wrong, never the password
   */
  public static DatabasePassword of(char[] characters) {
    return checked("database password", characters.clone());
  }

  /**
   * Reads a password.
   *
   * @param file UTF-8; the password and nothing else, but for one line feed at its end
   * @return the guarded password
   * @throws IllegalArgumentException naming the file and the fix, never the password
   */
  public static DatabasePassword fromFile(Path file) {
    String named = "database password file " + file;
    try {
      if (Files.size(file) > 4L * MAX_CHARACTERS) {
        throw new IllegalArgumentException(named + ": too long; it holds the password only");
      }
      CharBuffer text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file)));
      return checked(named, withoutLineEnd(text.toString()).toCharArray());
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(named + ": is not UTF-8 text; write it again", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          named + ": cannot be read (" + e + "); create it, readable by this user only", e);
    }
  }

  /** Masked. */
  @Override
  public String toString() {
    return "***";
  }

  String reveal() {
    return new String(characters);
  }

  private static DatabasePassword checked(String named, char[] characters) {
    if (characters.length == 0) {
      throw new IllegalArgumentException(named + ": is empty; put the password there");
    }
    if (characters.length > MAX_CHARACTERS) {
      throw new IllegalArgumentException(
          named + ": has more than " + MAX_CHARACTERS + " characters; choose a shorter one");
    }
    for (char character : characters) {
      if (Character.isISOControl(character)) {
        throw new IllegalArgumentException(
            named + ": has a control character or a second line; it holds the password only");
      }
    }
    return new DatabasePassword(characters);
  }

  private static String withoutLineEnd(String text) {
    if (text.endsWith("\r\n")) {
      return text.substring(0, text.length() - 2);
    }
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }
}
