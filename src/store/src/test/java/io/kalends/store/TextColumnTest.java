package io.kalends.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextColumnTest {

  @Test
  void holdsEveryScriptAndEveryOtherControlCharacter() {
    assertThat(TextColumn.holds("")).isTrue();
    assertThat(TextColumn.holds("张伟 \ud83d\udcf1 \u202e\u0001\u007f\uffff")).isTrue();
  }

  @Test
  void holdsNoNul() {
    assertThat(TextColumn.holds("a\0b")).isFalse();
    assertThat(TextColumn.isUnicode("a\0b")).isTrue();
  }

  @Test
  void holdsNoHalfPair() {
    for (String half : new String[] {"\ud83d", "a\udcf1b", "\udcf1\ud83d"}) {
      assertThat(TextColumn.holds(half)).isFalse();
      assertThat(TextColumn.isUnicode(half)).isFalse();
    }
  }
}
