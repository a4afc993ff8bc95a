package io.kalends.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.text.BreakIterator;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceLabelTest {

  private static final String TAG = "k7f3q2zd";
  private static final int ROOM = DeviceLabel.MAX_CHARS - " · ".length() - TAG.length();

  /** One visible character each, in several code points. */
  private static final List<String> CLUSTERS =
      List.of(
          "👨‍👩‍👧‍👦", // family, joined by ZWJ
          "🏳️‍🌈", // flag, variation selector, ZWJ
          "🇩🇪", // two regional indicators
          "👍🏽", // skin tone
          "e\u0301\u0323", // two combining marks
          "\u1112\u1161\u11ab", // Hangul in parts
          "🏴\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67\uDB40\uDC7F");

  @Test
  void joinsTheHumanPartAndTheTag() {
    assertThat(DeviceLabel.of("Anna's iPhone", TAG)).hasToString("Anna's iPhone · k7f3q2zd");
  }

  @Test
  void theTagSurvivesWhateverTheNameIs() {
    for (String name :
        List.of("", " ", "x".repeat(10_000), "\0\0", "\uD800", "·", "\u202E", "\n")) {
      String label = DeviceLabel.of(name, TAG).value();
      assertThat(label).endsWith(TAG);
      assertThat(label.length()).isLessThanOrEqualTo(DeviceLabel.MAX_CHARS);
    }
  }

  @Test
  void aNameThatJustFitsIsWholeAndOneMoreIsCut() {
    String fits = "n".repeat(ROOM);
    assertThat(DeviceLabel.of(fits, TAG).value()).hasSize(100).startsWith(fits + " ");
    assertThat(DeviceLabel.of(fits + "n", TAG).value()).hasSize(100).startsWith(fits + " ");
  }

  @Test
  void aVisibleCharacterIsKeptWholeOrLeftOutAtEveryPositionOfTheCut() {
    for (String cluster : CLUSTERS) {
      for (int before = ROOM - cluster.length() - 2; before <= ROOM; before++) {
        String human = "n".repeat(before) + cluster + "tail";
        String label = DeviceLabel.of(human, TAG).value();
        boolean fits = before + cluster.length() <= ROOM;
        assertThat(label.contains(cluster)).as(label).isEqualTo(fits);
        if (!fits) {
          assertThat(label).isEqualTo("n".repeat(before) + " · " + TAG);
        }
      }
    }
  }

  @Test
  void anEndlessPileOfCombiningMarksIsLeftOutWhole() {
    assertThat(DeviceLabel.of("a" + "\u0301".repeat(5_000), TAG)).hasToString(TAG);
    assertThat(DeviceLabel.of("ab" + "\u0301".repeat(5_000), TAG)).hasToString("a · " + TAG);
  }

  @ParameterizedTest
  @CsvSource({
    "000A, 'a b'",
    "0009, 'a b'",
    "2028, 'a b'",
    "2029, 'a b'",
    "3000, 'a b'",
    "0000, ab",
    "001B, ab",
    "007F, ab",
    "0085, ab",
    "009F, ab",
    "061C, ab",
    "200E, ab",
    "200F, ab",
    "202A, ab",
    "202E, ab",
    "2066, ab",
    "2069, ab",
    "FFFE, ab",
    "FFFF, ab",
    "FDD0, ab"
  })
  void controlsAndBidirectionalMarksAreDroppedAndBlanksBecomeSpaces(String hex, String left) {
    String name = "a" + (char) Integer.parseInt(hex, 16) + "b";
    assertThat(DeviceLabel.of(name, TAG)).hasToString(left + " · " + TAG);
  }

  @Test
  void halfASurrogatePairIsDropped() {
    assertThat(DeviceLabel.of("a\uD83D", TAG)).hasToString("a · " + TAG);
    assertThat(DeviceLabel.of("\uDE00b", TAG)).hasToString("b · " + TAG);
  }

  @Test
  void quotesMarkupAndForeignScriptsStay() {
    for (String name :
        List.of("\"Bob\" <b>&amp;]]>", "iPhone von Jürgen", "张伟的 iPhone", "שלום", "\uF8FF Watch")) {
      assertThat(DeviceLabel.of(name, TAG)).hasToString(name + " · " + TAG);
    }
  }

  @Test
  void charactersNewerThanThisJdkStay() {
    String unassigned = Character.toString(0x1FAFF);
    assertThat(DeviceLabel.of(unassigned, TAG)).hasToString(unassigned + " · " + TAG);
  }

  @Test
  void aNameOfNothingVisibleLeavesTheBareTag() {
    assertThat(DeviceLabel.of("\u200B\u200D \uFEFF", TAG)).hasToString(TAG);
  }

  @Test
  void twoTagsUnderOneLongNameGiveTwoLabels() {
    String name = "Device of ".repeat(50);
    assertThat(DeviceLabel.of(name, "aaaaaa")).isNotEqualTo(DeviceLabel.of(name, "aaaaab"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "UPPERCASE", "with-dash", "123456789012345678901", "k7f3ıi"})
  void aTagOfAnotherFormIsRefused(String tag) {
    assertThatThrownBy(() -> DeviceLabel.of("iPhone", tag))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tag must be 6 to 20");
  }

  @Test
  void aSavedLabelIsCheckedWhenItComesBack() {
    assertThat(new DeviceLabel("x".repeat(100)).value()).hasSize(100);
    for (String bad : List.of("", "  ", "x".repeat(101), "a\nb", "a\u202Eb", "\uD800")) {
      assertThatThrownBy(() -> new DeviceLabel(bad)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void holdsForRandomNames() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Pattern cluster = Pattern.compile("\\X");
    for (int i = 0; i < 20_000; i++) {
      String name = randomName(random);
      String label = DeviceLabel.of(name, TAG).value();
      String why = "seed " + seed + ", name " + escaped(name) + ", label " + escaped(label);
      assertThat(label).as(why).endsWith(TAG);
      assertThat(label.length()).as(why).isLessThanOrEqualTo(100);
      assertThat(new DeviceLabel(label).value()).as(why).isEqualTo(label);
      assertThat(label.codePoints().noneMatch(Character::isISOControl)).as(why).isTrue();
      assertThat(label.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF)).as(why).isTrue();
      if (!label.equals(TAG) && name.codePoints().allMatch(DeviceLabelTest::isPlain)) {
        String human = label.substring(0, label.length() - TAG.length() - 3);
        List<String> whole =
            cluster
                .matcher(name.strip())
                .results()
                .map(r -> r.group())
                .collect(Collectors.toList());
        List<String> kept =
            cluster.matcher(human).results().map(r -> r.group()).collect(Collectors.toList());
        assertThat(whole.subList(0, kept.size())).as(why).isEqualTo(kept);
      }
    }
  }

  @Test
  void agreesWithTheJdksOtherOpinionOnWhereVisibleCharactersEnd() {
    BreakIterator breaks = BreakIterator.getCharacterInstance(Locale.ROOT);
    String name = "Zoë\u0308 👍🏽 🇩🇪 e\u0301".repeat(12);
    breaks.setText(name);
    String label = DeviceLabel.of(name, TAG).value();
    String human = label.substring(0, label.length() - TAG.length() - 3);
    assertThat(name).startsWith(human);
    assertThat(breaks.isBoundary(human.length())).isTrue();
  }

  private static String randomName(Random random) {
    StringBuilder name = new StringBuilder();
    int parts = random.nextInt(60);
    for (int i = 0; i < parts; i++) {
      switch (random.nextInt(5)) {
        case 0 -> name.append(CLUSTERS.get(random.nextInt(CLUSTERS.size())));
        case 1 -> name.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
        case 2 -> name.append((char) random.nextInt(0x10000));
        default -> name.append((char) (' ' + random.nextInt(95)));
      }
    }
    return name.toString();
  }

  /** Kept as it is, so that the label's clusters can be compared with the name's. */
  private static boolean isPlain(int c) {
    return c == ' '
        || (!Character.isWhitespace(c)
            && Character.isDefined(c)
            && !Character.isISOControl(c)
            && Character.getType(c) != Character.SURROGATE
            && Character.getType(c) != Character.FORMAT);
  }

  private static String escaped(String text) {
    return Arrays.toString(text.chars().mapToObj(c -> String.format("%04X", c)).toArray());
  }
}
