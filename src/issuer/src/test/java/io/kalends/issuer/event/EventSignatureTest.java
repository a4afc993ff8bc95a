package io.kalends.issuer.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventSignatureTest {

  @Test
  void isWhatSha256sumMakesOfTimestampNonceKeyAndBody() {
    byte[] body = "{\"encrypt\":\"abc\"}".getBytes(UTF_8);
    EventSignature signature = EventSignature.of("1700000000", "nonce-1", "fake-encrypt-key", body);
    assertThat(signature.value())
        .isEqualTo("56b2f64cd7cba866649f606abf938049bb08288544ce87cb62b93a2effe9baff");
  }

  @Test
  void changesWithEveryByteOfTheBody() {
    byte[] body = {0, (byte) 0xff, 1};
    byte[] other = {0, (byte) 0xfe, 1};
    assertThat(EventSignature.of("1", "2", "3", body))
        .isNotEqualTo(EventSignature.of("1", "2", "3", other));
  }
}
