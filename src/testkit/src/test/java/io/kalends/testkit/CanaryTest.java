package io.kalends.testkit;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class CanaryTest {

  private static final String SECRET = "yellow&bird<4711>";

  private final Canary canary = Canary.of("the bird", SECRET);

  @Test
  void isFoundInEveryCoat() {
    byte[] utf8 = SECRET.getBytes(UTF_8);
    assertThat(canary.sightings("clear", "x" + SECRET + "y")).isNotEmpty();
    assertThat(canary.sightings("hex", HexFormat.of().formatHex(utf8))).isNotEmpty();
    assertThat(canary.sightings("url", URLEncoder.encode(SECRET, UTF_8))).isNotEmpty();
    assertThat(canary.sightings("xml", SECRET.replace("&", "&amp;").replace("<", "&lt;")))
        .isNotEmpty();
    assertThat(canary.sightings("utf16", SECRET.getBytes(UTF_16LE))).isNotEmpty();
  }

  @Test
  void isFoundInBase64WhateverStandsBeforeAndAfter() {
    for (String before : new String[] {"", "a", "ab", "abc", "user:", "Basic u_1:"}) {
      for (String after : new String[] {"", "x", "xy", "xyz"}) {
        String encoded =
            Base64.getEncoder().encodeToString((before + SECRET + after).getBytes(UTF_8));
        assertThat(canary.sightings("base64", encoded)).as(before + "|" + after).isNotEmpty();
      }
    }
  }

  @Test
  void isNotSeenWhereItIsNot(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("harmless"), "yellow bird 4711");
    assertThat(canary.sightingsBelow(folder)).isEmpty();
    Files.writeString(folder.resolve("leak"), "password=" + SECRET);
    assertThat(canary.sightingsBelow(folder)).containsExactly("the bird found in leak (clear)");
    assertThat(canary.sightingsBelow(folder).toString() + canary).doesNotContain(SECRET);
  }

  @Test
  void needsToBeLongEnoughNotToBeFoundByChance() {
    assertThatThrownBy(() -> Canary.of("short", "abc")).hasMessageContaining("8");
  }

  @Test
  void theLogWatchHearsWhispersAndStackTraces() {
    try (LogWatch watch = LogWatch.everything()) {
      LoggerFactory.getLogger("some.deep.logger").trace("whispering {}", SECRET);
      LoggerFactory.getLogger("another").error("broke", new IllegalStateException(SECRET + "!"));
      assertThat(canary.sightings("the log", watch.heard())).isNotEmpty();
      assertThat(watch.heard()).contains("whispering", "IllegalStateException", SECRET + "!");
    }
    assertThat(LoggerFactory.getLogger("some.deep.logger").isTraceEnabled()).isFalse();
  }
}
