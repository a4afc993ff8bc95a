package io.kalends.issuer.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class EventCipherTest {

  private final SecureRandom random = new SecureRandom();
  private final EventCipher cipher = EventCipher.of("test key");

  @Test
  void decryptsTheVectorThatFeishuPublishes() {
    assertThat(cipher.decrypt("P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk="))
        .isEqualTo("hello world".getBytes(UTF_8));
  }

  @Test
  void decryptsWhatItEncryptedOfAnyLength() {
    for (int length = 0; length < 70; length++) {
      byte[] plain = new byte[length];
      random.nextBytes(plain);
      assertThat(cipher.decrypt(cipher.encrypt(plain, random))).isEqualTo(plain);
    }
  }

  @Test
  void encryptsTheSameTextDifferentlyEveryTime() {
    byte[] plain = "张伟 \u0000 😀".getBytes(UTF_8);
    assertThat(cipher.encrypt(plain, random)).isNotEqualTo(cipher.encrypt(plain, random));
  }

  @Test
  void whatItCannotDecryptIsRefusedInOneAndTheSameWay() {
    String encrypted = cipher.encrypt("canary".getBytes(UTF_8), random);
    for (String broken :
        new String[] {"", "AAAA", "no base64!", encrypted.substring(4), "A".repeat(64)}) {
      assertThatThrownBy(() -> cipher.decrypt(broken))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("encrypt: cannot be decrypted; check the Encrypt Key")
          .hasNoCause();
    }
  }
}
