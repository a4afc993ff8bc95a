package io.kalends.enrollment;

/** The rule every identifier that comes from outside obeys. */
final class Texts {

  private Texts() {}

  static String require(String what, String text, int maxChars) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(what + " is empty");
    }
    if (text.length() > maxChars) {
      throw new IllegalArgumentException(
          what + " has " + text.length() + " characters, at most " + maxChars + " are allowed");
    }
    text.codePoints()
        .filter(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)
        .findFirst()
        .ifPresent(
            c -> {
              throw new IllegalArgumentException(
                  "%s holds U+%04X, a control character or half a surrogate pair"
                      .formatted(what, c));
            });
    return text;
  }
}
