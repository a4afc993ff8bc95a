package io.kalends.finding;

import java.util.List;
import java.util.Locale;

/**
 * One thing a check found. Written for an administrator; holds no secret.
 *
 * @param severity whether it stops the thing from being used
 * @param where the place, for example {@code PayloadContent[0].CalDAVPort} or {@code chain}
 * @param text what is there, what should be, and the fix
 */
public record Finding(Severity severity, String where, String text) {

  /** Whether a finding stops the thing from being used. */
  public enum Severity {
    /** It must not be used like this. */
    ERROR,
    /** It works, but somebody should know. */
    WARNING
  }

  /**
   * Something that must not be used like this.
   *
   * @param where the place
   * @param text what is there, what should be, and the fix
   * @return a finding of severity ERROR
   */
  public static Finding error(String where, String text) {
    return new Finding(Severity.ERROR, where, text);
  }

  /**
   * Something that somebody should know.
   *
   * @param where the place
   * @param text what is there, what should be, and the fix
   * @return a finding of severity WARNING
   */
  public static Finding warning(String where, String text) {
    return new Finding(Severity.WARNING, where, text);
  }

  /**
   * Whether any of these stops the thing from being used.
   *
   * @param findings what a check found
   * @return true when one is an ERROR
   */
  public static boolean anyError(List<Finding> findings) {
    return findings.stream().anyMatch(f -> f.severity() == Severity.ERROR);
  }

  @Override
  public String toString() {
    return severity.name().toLowerCase(Locale.ROOT) + ": " + where + ": " + text;
  }
}
