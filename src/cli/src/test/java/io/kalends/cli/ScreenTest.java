package io.kalends.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScreenTest {

  private final StringWriter written = new StringWriter();
  private final Screen screen = new Screen(new PrintWriter(written));

  @Test
  void aHostileDeviceNameCannotMoveTheCursorOrTurnTextAround() {
    screen.line("name: \u001b[2J\u202egnp.exe\r\n");
    assertThat(written.toString().strip())
        .isEqualTo("name: \\u{1b}[2J\\u{202e}gnp.exe\\u{d}\\u{a}");
  }

  @Test
  void lettersOfAnyLanguageStayAsTheyAre() {
    assertThat(Screen.harmless("Алиса 爱丽丝 Ångström 🙂")).isEqualTo("Алиса 爱丽丝 Ångström 🙂");
  }

  @Test
  void aTableHasItsHeaderAndItsRows() {
    screen.table(
        List.of("DEVICE", "OWNER"), List.of(List.of("phone", "alice"), List.of("mac", "bob\n")));
    assertThat(written.toString().lines())
        .anySatisfy(line -> assertThat(line).contains("DEVICE", "OWNER"))
        .anySatisfy(line -> assertThat(line).contains("phone", "alice"))
        .anySatisfy(line -> assertThat(line).contains("mac", "bob\\u{a}"));
  }

  @Test
  void jsonIsJson() {
    screen.json(Map.of("name", "a\"b"));
    assertThat(written.toString()).contains("\"name\" : \"a\\\"b\"");
  }
}
