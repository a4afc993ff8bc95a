package io.kalends.adapters.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.enrollment.EnrollmentId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnrollmentNameTest {

  private static final List<String> PIECES =
      List.of(
          "../",
          "..",
          ".",
          "/",
          "\\",
          ":",
          "::",
          "~",
          "+",
          "%2e",
          "%00",
          "CON",
          "nul",
          "COM1",
          "LPT9.txt",
          " ",
          "-",
          "-rf",
          "*",
          "?",
          "|",
          "<",
          "\"",
          "$HOME",
          "\u202e",
          "张",
          "é",
          "e\u0301",
          "İ",
          "ı",
          "K",
          "ﬁ",
          "\uD83D\uDE00",
          "A",
          "a",
          "F",
          "f",
          "0",
          "_",
          "@");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00008101-001A2D3E4F50802E",
        "2b6f0cc904d137be2e1730235f5664094b831186",
        "4D6F7A2C-1B9E-5C33-9C57-0E6B1F1D2A3B",
        "1234567890123456789012345678901234567890",
        "PIXEL-7",
        "42"
      })
  void anOrdinaryUdidStaysAsItIs(String udid) {
    assertThat(name(udid)).isEqualTo(udid);
  }

  @Test
  void aUserChannelStaysReadable() {
    assertThat(name("4D6F7A2C-1B9E-5C33-9C57-0E6B1F1D2A3B:8A0E-77"))
        .isEqualTo("4D6F7A2C-1B9E-5C33-9C57-0E6B1F1D2A3B+8A0E-77");
    assertThat(name("A:B")).isNotEqualTo(name("A+B"));
  }

  @Test
  void idsThatDifferInCaseOnlyGetDifferentFoldersEverywhere() {
    for (String id :
        List.of(
            "2b6f0cc904d137be2e1730235f5664094b831186",
            "4D6F7A2C-1B9E-5C33-9C57-0E6B1F1D2A3B",
            "Pixel",
            "con")) {
      assertThat(name(id.toUpperCase(Locale.ROOT)))
          .isNotEqualToIgnoringCase(name(id.toLowerCase(Locale.ROOT)));
    }
  }

  @Test
  void whatIsNoNameOnSomeSystemIsAvoided() {
    assertThat(name("NUL")).startsWith("NUL~");
    assertThat(name("COM1")).startsWith("COM1~");
    assertThat(name("trailing.")).matches("trailing_~[0-9a-f]{32}");
    assertThat(name(".hidden")).startsWith("_hidden~");
    assertThat(name("-rf")).startsWith("_rf~");
    assertThat(name("../../etc/passwd")).startsWith("______etc_passwd~");
    assertThat(name("A".repeat(512))).hasSize(60 + 1 + 32);
  }

  @Test
  void noHostileIdLeavesTheFolderOrMeetsAnother() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Map<String, String> owners = new HashMap<>();
    for (int i = 0; i < 5_000; i++) {
      String id = hostile(random);
      String name = name(id);
      assertThat(name).as("seed %d: %s", seed, id).matches("[0-9A-Za-z_@][0-9A-Za-z_@+~-]*");
      assertThat(name.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(128);
      assertThat(folder.resolve(name).normalize().getParent()).isEqualTo(folder);
      String earlier = owners.putIfAbsent(name.toLowerCase(Locale.ROOT), id);
      assertThat(earlier == null || earlier.equals(id))
          .as("seed %d: %s and %s", seed, earlier, id)
          .isTrue();
      if (i % 100 == 0) {
        Files.createDirectories(folder.resolve(name));
      }
    }
    assertThat(owners.size()).as("seed %d: distinct ids", seed).isGreaterThan(2_500);
  }

  private static String hostile(Random random) {
    StringBuilder id = new StringBuilder("x");
    int pieces = random.nextInt(12);
    for (int i = 0; i < pieces; i++) {
      id.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    if (random.nextInt(20) == 0) {
      id.append("A".repeat(512 - id.length()));
    }
    return random.nextBoolean() ? id.toString() : id.append("!").substring(1);
  }

  private static String name(String id) {
    return EnrollmentName.of(new EnrollmentId(id));
  }
}
