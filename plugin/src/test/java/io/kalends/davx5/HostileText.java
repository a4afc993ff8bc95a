package io.kalends.davx5;

import java.util.List;
import java.util.Random;

/** Printable texts that have broken somebody's JSON, XML, URL or template before. */
final class HostileText {

  private static final List<String> PIECES =
      List.of(
          "\"",
          "'",
          "\\",
          "$1",
          "${login_password}",
          "&amp;",
          "<b>",
          "]]>",
          "%41",
          "%X%",
          "{{a}}",
          "#",
          "?",
          "/",
          "@",
          "+",
          " ",
          "\u200f",
          "\u202e",
          "张伟",
          "é",
          "e\u0301",
          "\uD83D\uDE00",
          "\u00a0",
          ";",
          "=",
          "//",
          "..",
          "\u2028",
          "I",
          "ı");

  private HostileText() {}

  static String next(Random random) {
    StringBuilder text = new StringBuilder();
    int pieces = 1 + random.nextInt(6);
    for (int i = 0; i < pieces; i++) {
      text.append((char) ('a' + random.nextInt(26)));
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.append((char) ('0' + random.nextInt(10))).toString();
  }
}
