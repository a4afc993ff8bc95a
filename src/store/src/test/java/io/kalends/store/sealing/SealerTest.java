package io.kalends.store.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SealerTest {

  private static final SecureRandom RANDOM = new SecureRandom();

  /** Of the payload: its IV, what was sealed, its tag. */
  private static final int AROUND_PAYLOAD = 28;

  private final MasterKeys older = MasterKeys.of("k2025", random());
  private final MasterKeys newer = MasterKeys.of("k2026", random());
  private final Sealer before = new Sealer(older, RANDOM);
  private final Sealer between = new Sealer(newer.openingAlso(older), RANDOM);
  private final Sealer after = new Sealer(newer, RANDOM);
  private final byte[] plain = "what is sealed".getBytes(UTF_8);

  @Test
  void opensWhatItSealed() {
    Sealer sealer = Sealer.ephemeral(RANDOM);
    assertThat(sealer.open(sealer.seal(plain, "here"), "here")).isEqualTo(plain);
    assertThat(sealer.open(sealer.seal(new byte[0], "here"), "here")).isEmpty();
  }

  @Test
  void neverSealsTheSameWayTwiceAndNeverInClear() {
    byte[] box = before.seal(plain, "here");
    assertThat(box).isNotEqualTo(before.seal(plain, "here"));
    assertThat(new String(box, UTF_8)).doesNotContain("sealed");
  }

  @Test
  void aBoxCopiedToAnotherPlaceStaysShutAndIsNotRewrapped() {
    byte[] box = before.seal(plain, "tenant/row 1/password");
    assertThatThrownBy(() -> before.open(box, "tenant/row 2/password"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another place");
    assertThatThrownBy(() -> between.rewrap(box, "tenant/row 2/password"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another place");
  }

  @Test
  void aPayloadMovedIntoAnotherBoxStaysShut() {
    byte[] one = before.seal(plain, "here");
    byte[] two = before.seal(plain, "here");
    int payload = one.length - plain.length - AROUND_PAYLOAD;
    System.arraycopy(two, payload, one, payload, one.length - payload);
    assertThatThrownBy(() -> before.open(one, "here")).hasMessageContaining("damaged");
  }

  @Test
  void aKeyThatWasNotGivenIsNamedWithTheFix() {
    byte[] box = before.seal(plain, "here");
    assertThatThrownBy(() -> after.open(box, "here"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "sealed under key 'k2025', which was not given: add it to the keys this was started"
                + " with");
    assertThatThrownBy(() -> after.rewrap(box, "here")).hasMessageContaining("'k2025'");
  }

  @Test
  void anotherKeyOfTheSameIdDoesNotOpen() {
    byte[] box = before.seal(plain, "here");
    assertThatThrownBy(() -> new Sealer("k2025", random(), RANDOM).open(box, "here"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another key of the same id");
  }

  @Test
  void everyDamagedBitAndEveryTruncationIsNoticed() {
    // Two ids one bit apart, so that a damaged header names a key that is there.
    Sealer sealer =
        new Sealer(
            MasterKeys.of("k1", random()).openingAlso(MasterKeys.of("k0", random())), RANDOM);
    byte[] box = sealer.seal(plain, "here");
    for (int i = 0; i < box.length; i++) {
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        byte[] damaged = box.clone();
        damaged[i] ^= (byte) (1 << bit);
        assertThatThrownBy(() -> sealer.open(damaged, "here"))
            .as("bit %d of byte %d", bit, i)
            .isInstanceOf(IllegalStateException.class);
      }
      byte[] cut = Arrays.copyOf(box, i);
      assertThatThrownBy(() -> sealer.open(cut, "here")).isInstanceOf(IllegalStateException.class);
    }
    byte[] longer = Arrays.copyOf(box, box.length + 1);
    assertThatThrownBy(() -> sealer.open(longer, "here")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aDamagedHeaderOrWrappedKeyIsNotRewrapped() {
    byte[] box = before.seal(plain, "here");
    int payload = box.length - plain.length - AROUND_PAYLOAD;
    for (int i = 0; i < payload; i++) {
      byte[] damaged = box.clone();
      damaged[i] ^= 1;
      assertThatThrownBy(() -> between.rewrap(damaged, "here"))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aHeaderThatWouldSteerATerminalIsNotQuoted() {
    byte[] box = before.seal(plain, "here");
    box[2] = 0x1b;
    assertThatThrownBy(() -> before.open(box, "here"))
        .hasMessage("not a sealed box of version 2, or damaged");
    assertThatThrownBy(() -> before.keyIdOf(new byte[0])).hasMessageContaining("not a sealed box");
  }

  @Test
  void rewrappedItsPayloadIsTheSameAndTheOldKeyIsOfNoMoreUse() {
    byte[] box = before.seal(plain, "here");
    byte[] renewed = between.rewrap(box, "here");
    int payload = box.length - plain.length - AROUND_PAYLOAD;
    assertThat(renewed).hasSameSizeAs(box);
    assertThat(Arrays.copyOfRange(renewed, payload, renewed.length))
        .isEqualTo(Arrays.copyOfRange(box, payload, box.length));
    assertThat(Arrays.copyOf(renewed, payload)).isNotEqualTo(Arrays.copyOf(box, payload));
    assertThat(after.open(renewed, "here")).isEqualTo(plain);
    assertThatThrownBy(() -> before.open(renewed, "here")).hasMessageContaining("'k2026'");
  }

  @Test
  void aRetiredKeyOpensAndDoesNotSeal() {
    byte[] old = before.seal(plain, "here");
    assertThat(between.open(old, "here")).isEqualTo(plain);
    assertThat(between.keyIdOf(old)).isEqualTo("k2025");
    assertThat(between.isCurrent(old)).isFalse();
    byte[] box = between.seal(plain, "here");
    assertThat(between.keyIdOf(box)).isEqualTo("k2026");
    assertThat(between.isCurrent(box)).isTrue();
    assertThat(after.open(box, "here")).isEqualTo(plain);
  }

  @Test
  void keysOfOtherShapesAreRefused() {
    assertThatThrownBy(() -> MasterKeys.of("k", new byte[16])).hasMessageContaining("32 bytes");
    for (String id : new String[] {"", "two words", "k\n", "ü", "k".repeat(65)}) {
      assertThatThrownBy(() -> MasterKeys.of(id, random())).hasMessageContaining("key id");
    }
    assertThatThrownBy(() -> newer.openingAlso(newer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'k2026' is there twice");
  }

  @Test
  void aRingShowsItsIdsOnly() {
    byte[] key = "obviously fake and 32 bytes long".getBytes(StandardCharsets.US_ASCII);
    MasterKeys keys = MasterKeys.of("k2026", key).openingAlso(older);
    assertThat(keys.ids()).containsExactly("k2026", "k2025");
    assertThat(keys.currentId()).isEqualTo("k2026");
    assertThat(keys).hasToString(keys.ids() + " from the keys this was started with");
    assertThat(keys.current()).hasToString("k2026");
  }

  private static byte[] random() {
    byte[] key = new byte[32];
    RANDOM.nextBytes(key);
    return key;
  }
}
