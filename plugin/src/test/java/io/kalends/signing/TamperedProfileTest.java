package io.kalends.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.kalends.finding.Finding;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TamperedProfileTest {

  private static final byte[] PROFILE = "<plist><dict/></plist>".getBytes(UTF_8);

  static List<TestKeys> keys() {
    return TestKeys.all();
  }

  @ParameterizedTest
  @MethodSource("keys")
  void anyOneByteChangedIsAnErrorWhenTheRootIsTrusted(TestKeys keys) {
    byte[] signed = new ProfileSigner(keys.signerWithoutRoot(), TestKeys.CLOCK).sign(PROFILE);
    everyChangeIsAnError(keys.check(), signed, 0x01);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void anyOneByteChangedIsAnErrorWhenTheRootIsInsideAndNobodyIsTrusted(TestKeys keys) {
    byte[] signed = keys.profileSigner().sign(PROFILE);
    everyChangeIsAnError(SignatureCheck.of(List.of(), TestKeys.CLOCK), signed, 0x40);
  }

  /** What no signature covers at all, every byte with every other value. */
  @ParameterizedTest
  @MethodSource("keys")
  void noOtherValueOfAnyByteAroundTheSignedPartsIsTaken(TestKeys keys) throws Exception {
    byte[] signed = keys.profileSigner().sign(PROFILE);
    ParsedSignedData parsed = ParsedSignedData.read(signed);
    BitSet open = new BitSet();
    open.set(0, signed.length - parsed.signature().length());
    for (byte[] covered :
        List.of(
            PROFILE,
            parsed.certificates().encoded(),
            Arrays.copyOfRange(parsed.attributes().signedBytes(), 1, 100))) {
      int start = indexOf(signed, covered);
      open.clear(start, start + covered.length);
    }
    assertThat(open.cardinality()).isBetween(100, 300);
    open.stream().parallel().forEach(at -> everyOtherValueIsAnError(keys.check(), signed, at));
  }

  private static void everyOtherValueIsAnError(SignatureCheck check, byte[] signed, int at) {
    byte[] changed = signed.clone();
    for (int other = 0; other < 256; other++) {
      changed[at] = (byte) other;
      if (signed[at] != changed[at] && !isRefused(check, changed)) {
        fail("byte %d: %02x instead of %02x is taken", at, other, signed[at]);
      }
    }
  }

  @Test
  void anyTruncationAndAnythingAppendedIsAnError() {
    byte[] signed = TestKeys.EC.profileSigner().sign(PROFILE);
    for (int length = 0; length < signed.length; length++) {
      assertThat(isRefused(TestKeys.EC.check(), Arrays.copyOf(signed, length)))
          .as("cut to %d bytes", length)
          .isTrue();
    }
    SignatureCheck.Report longer =
        TestKeys.EC.check().check(Arrays.copyOf(signed, signed.length + 1));
    assertThat(longer.findings().toString()).contains("1 bytes follow after the end");
  }

  @Test
  void noDamageMakesItThrow() {
    Random random = new Random(7);
    byte[] signed = TestKeys.EC.profileSigner().sign(PROFILE);
    for (int round = 0; round < 1000; round++) {
      byte[] damaged = signed.clone();
      for (int i = random.nextInt(6); i >= 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      if (!Arrays.equals(damaged, signed)) {
        assertThat(isRefused(TestKeys.EC.check(), damaged)).isTrue();
      }
    }
  }

  private static void everyChangeIsAnError(SignatureCheck check, byte[] signed, int mask) {
    assertThat(isRefused(check, signed)).isFalse();
    IntStream.range(0, signed.length)
        .parallel()
        .forEach(
            at -> {
              byte[] changed = signed.clone();
              changed[at] ^= (byte) mask;
              if (!isRefused(check, changed)) {
                fail("byte %d changed by %02x is taken", at, mask);
              }
            });
  }

  private static boolean isRefused(SignatureCheck check, byte[] signed) {
    return Finding.anyError(check.check(signed).findings());
  }

  private static int indexOf(byte[] all, byte[] part) {
    return IntStream.range(0, all.length)
        .filter(i -> Arrays.equals(all, i, i + part.length, part, 0, part.length))
        .findFirst()
        .orElseThrow();
  }
}
