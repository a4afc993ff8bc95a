package io.kalends.store.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.store.token.OpenToken;
import io.kalends.store.token.TokenFailure;
import io.kalends.store.token.TokenFailure.Reason;
import io.kalends.store.token.TokenSlot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a token can do to a sealer; a real one is in the interop tests. */
class MasterKeyInTokenTest {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final FakeToken token = new FakeToken();
  private final OpenToken open = token.holding("hsm", newKey());

  private static SecretKeySpec newKey() {
    byte[] key = new byte[32];
    RANDOM.nextBytes(key);
    return new SecretKeySpec(key, "AES");
  }

  @Test
  void aWrongTagIsABoxThatDoesNotOpenWhateverTheTokenCallsIt() {
    Sealer sealer = sealer();
    byte[] box = sealer.seal(new byte[] {7}, "here");
    assertThat(sealer.open(box, "here")).containsExactly(7);
    assertThatThrownBy(() -> sealer.open(box, "there"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another place");
    assertThat(sealer.open(sealer.rewrap(box, "here"), "here")).containsExactly(7);
  }

  @Test
  void aTokenThatIsGoneIsNoDamageToTheBox() {
    Sealer sealer = sealer();
    byte[] box = sealer.seal(new byte[] {7}, "here");
    token.pullOut();
    assertGone(() -> sealer.open(box, "here"));
    assertGone(() -> sealer.rewrap(box, "here"));
    assertGone(() -> sealer.seal(new byte[] {7}, "here"));
    assertGone(this::sealer);
  }

  @Test
  void whatIsNoKeyIsNamedWithTheFix() {
    assertThatThrownBy(() -> MasterKeys.fromToken(open, List.of("other"), RANDOM))
        .isInstanceOfSatisfying(
            TokenFailure.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_SUCH_KEY))
        .hasMessageContaining("fake token in slot 7: key 'other' is not there");
    assertThatThrownBy(() -> MasterKeys.fromToken(open, List.of("a key"), RANDOM))
        .hasMessageContaining("label it");
    assertThat(open).hasToString("fake token in slot 7");
  }

  @Test
  void aLibraryThatIsNoneIsNamed(@TempDir Path folder) throws Exception {
    char[] pin = "0815".toCharArray();
    Path library = folder.resolve("none.so");
    TokenSlot slot = new TokenSlot(library, TokenSlot.Kind.INDEX, 3);
    assertThatThrownBy(() -> slot.open(pin))
        .isInstanceOfSatisfying(
            TokenFailure.class, e -> assertThat(e.reason()).isEqualTo(Reason.LIBRARY_MISSING))
        .hasMessageContaining("none.so");
    Files.writeString(library, "no library");
    assertThatThrownBy(() -> slot.open(pin))
        .isInstanceOfSatisfying(
            TokenFailure.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNUSABLE))
        .hasMessageContaining("slot index 3")
        .hasMessageNotContaining("0815");
    assertThatThrownBy(() -> new TokenSlot(library, TokenSlot.Kind.ID, -1))
        .hasMessageContaining("negative");
  }

  private Sealer sealer() {
    return new Sealer(MasterKeys.fromToken(open, List.of("hsm"), RANDOM), RANDOM);
  }

  private static void assertGone(Runnable operation) {
    assertThatThrownBy(operation::run)
        .isInstanceOfSatisfying(
            TokenFailure.class, e -> assertThat(e.reason()).isEqualTo(Reason.OPERATION_FAILED))
        .hasMessageContaining("fake token in slot 7: key 'hsm'")
        .hasMessageContaining("the token must be there");
  }
}
