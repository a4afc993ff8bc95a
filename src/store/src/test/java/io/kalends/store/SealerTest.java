package io.kalends.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SealerTest {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Sealer sealer = Sealer.ephemeral(RANDOM);
  private final byte[] plain = "what is sealed".getBytes(UTF_8);

  @Test
  void opensWhatItSealed() {
    assertThat(sealer.open(sealer.seal(plain, "here"), "here")).isEqualTo(plain);
    assertThat(sealer.open(sealer.seal(new byte[0], "here"), "here")).isEmpty();
  }

  @Test
  void neverSealsTheSameWayTwiceAndNeverInClear() {
    byte[] box = sealer.seal(plain, "here");
    assertThat(box).isNotEqualTo(sealer.seal(plain, "here"));
    assertThat(new String(box, UTF_8)).doesNotContain("sealed");
  }

  @Test
  void aBoxCopiedToAnotherPlaceStaysShut() {
    byte[] box = sealer.seal(plain, "tenant/row 1/password");
    assertThatThrownBy(() -> sealer.open(box, "tenant/row 2/password"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another place");
  }

  @Test
  void aBoxOfAnotherKeyIsToldApart() {
    byte[] key = new byte[32];
    RANDOM.nextBytes(key);
    byte[] box = new Sealer("2026-11", key, RANDOM).seal(plain, "here");
    assertThatThrownBy(() -> sealer.open(box, "here")).hasMessageContaining("another key");
    RANDOM.nextBytes(key);
    assertThatThrownBy(() -> new Sealer("2026-11", key, RANDOM).open(box, "here"))
        .hasMessageContaining("damaged");
  }

  @Test
  void everyDamagedBitAndEveryTruncationIsNoticed() {
    byte[] box = sealer.seal(plain, "here");
    for (int i = 0; i < box.length; i++) {
      byte[] damaged = box.clone();
      damaged[i] ^= 1;
      assertThatThrownBy(() -> sealer.open(damaged, "here"))
          .isInstanceOf(IllegalStateException.class);
      byte[] cut = Arrays.copyOf(box, i);
      assertThatThrownBy(() -> sealer.open(cut, "here")).isInstanceOf(IllegalStateException.class);
    }
  }
}
