package io.kalends.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecretTest {

  private static final String CANARY = "not-a-real-secret-4711";

  private final Secret secret = Secret.of(CANARY);

  @Test
  void comesOutByRevealAlone() {
    assertThat(secret.reveal()).isEqualTo(CANARY);
    assertThat(secret).hasToString("***");
    assertThat("" + Map.of("password", secret) + Set.of(secret)).doesNotContain("4711");
    assertThat(String.format("%s %S", secret, secret)).isEqualTo("*** ***");
  }

  @Test
  void jacksonFindsNothingToWrite() throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    assertThatThrownBy(() -> mapper.writeValueAsString(secret))
        .isInstanceOf(JsonMappingException.class)
        .hasMessageNotContaining("4711");
    mapper.disable(SerializationFeature.FAIL_ON_EMPTY_BEANS);
    assertThat(mapper.writeValueAsString(Map.of("password", secret))).doesNotContain("4711");
  }

  @Test
  void javaSerialisationRefusesIt() throws Exception {
    try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      assertThatThrownBy(() -> out.writeObject(secret))
          .isInstanceOf(NotSerializableException.class);
    }
  }

  @Test
  void equalsItsEqualAndHashesLikeEveryOther() {
    assertThat(secret).isEqualTo(Secret.of(CANARY)).isNotEqualTo(Secret.of(CANARY + "x"));
    assertThat(secret).isNotEqualTo(CANARY).isNotEqualTo(null);
    assertThat(secret).hasSameHashCodeAs(Secret.of("another"));
    assertThat(Secret.of("çé张")).isEqualTo(Secret.of("çé张"));
  }

  @Test
  void isNeverEmpty() {
    assertThatThrownBy(() -> Secret.of("")).hasMessage("a secret must not be empty");
  }
}
