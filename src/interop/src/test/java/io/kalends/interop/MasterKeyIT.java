package io.kalends.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.host.HostConfig;
import io.kalends.host.LedgerDesk;
import io.kalends.store.sealing.MasterKeys;
import io.kalends.store.sealing.Sealer;
import io.kalends.store.token.OpenToken;
import io.kalends.store.token.TokenFailure;
import io.kalends.store.token.TokenFailure.Reason;
import io.kalends.store.token.TokenSlot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.Key;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Security;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A master key made on a SoftHSM2 token, which never leaves it. */
class MasterKeyIT {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String PLACE = "tenant/row 1/account";
  private static final byte[] PLAIN = "obviously-fake-password".getBytes(UTF_8);

  @TempDir private Path folder;

  /** Made inside the token. Logs out again: a login holds for the whole process. */
  @BeforeAll
  static void makeKeys() throws Exception {
    String text =
        """
        --name=make
        library=%s
        slot=%d
        attributes(generate, CKO_SECRET_KEY, CKK_AES) = {
          CKA_SENSITIVE = true
          CKA_EXTRACTABLE = false
        }
        """
            .formatted(SoftHsm.LIBRARY, SoftHsm.slot("MASTER"));
    AuthProvider provider = (AuthProvider) Security.getProvider("SunPKCS11").configure(text);
    KeyStore token = KeyStore.getInstance("PKCS11", provider);
    token.load(null, SoftHsm.PIN.toCharArray());
    for (String label : List.of("hsm-2026", "hsm-2027")) {
      KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
      generator.init(256);
      token.setKeyEntry(label, generator.generateKey(), null, null);
    }
    token.setKeyEntry("two words", generated("AES", 256, provider), null, null);
    token.setKeyEntry("no-aes", generated("DESede", 168, provider), null, null);
    provider.logout();
  }

  private static SecretKey generated(String algorithm, int bits, AuthProvider provider)
      throws Exception {
    KeyGenerator generator = KeyGenerator.getInstance(algorithm, provider);
    generator.init(bits);
    return generator.generateKey();
  }

  @Test
  void aKeyOnATokenSealsOpensAndStaysThere() throws Exception {
    OpenToken token = slot().open(SoftHsm.PIN.toCharArray());
    Key key = token.keys().getKey("hsm-2026", null);
    assertThat(key.getEncoded()).isNull();
    Sealer sealer = new Sealer(MasterKeys.fromToken(token, List.of("hsm-2026"), RANDOM), RANDOM);
    byte[] box = sealer.seal(PLAIN, PLACE);
    assertThat(sealer.keyIdOf(box)).isEqualTo("hsm-2026");
    assertThat(sealer.open(box, PLACE)).isEqualTo(PLAIN);
    OpenToken again = slot().open(SoftHsm.PIN.toCharArray());
    MasterKeys others = MasterKeys.fromToken(again, List.of("hsm-2027", "hsm-2026"), RANDOM);
    assertThat(new Sealer(others, RANDOM).open(box, PLACE)).isEqualTo(PLAIN);
  }

  @Test
  void theConfigurationOfTheServiceNamesKeysOnAToken() throws IOException {
    MasterKeys.createFile(folder.resolve("master.keys"), Clock.systemUTC(), RANDOM);
    Files.writeString(folder.resolve("hsm.pin"), SoftHsm.PIN);
    Files.writeString(
        folder.resolve("kalends.yaml"),
        """
        tenant: acme
        database: {file: kalends.db}
        masterKeys:
          file: master.keys
          pkcs11: {library: %s, slot: %d, pinFile: hsm.pin, keys: [hsm-2027, hsm-2026]}
        """
            .formatted(SoftHsm.LIBRARY, SoftHsm.slot("MASTER")));
    HostConfig config = HostConfig.read(folder.resolve("kalends.yaml"));
    try (LedgerDesk desk = LedgerDesk.open(config, Clock.systemUTC())) {
      assertThat(desk.rewrap(RANDOM).isComplete()).isTrue();
    }
  }

  @Test
  void everyDamagedByteIsNoticedByTheTokenToo() {
    Sealer sealer = new Sealer(keys("hsm-2026"), RANDOM);
    byte[] box = sealer.seal(PLAIN, PLACE);
    for (int i = 0; i < box.length; i++) {
      byte[] damaged = box.clone();
      damaged[i] ^= 1;
      assertThatThrownBy(() -> sealer.open(damaged, PLACE))
          .as("byte %d", i)
          .isInstanceOf(IllegalStateException.class);
    }
    assertThatThrownBy(() -> sealer.open(box, "tenant/row 2/account"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another place");
  }

  @Test
  void boxesMoveFromAFileToATokenAndOnToItsNextKey() {
    Path file = folder.resolve("master.keys");
    MasterKeys.createFile(file, Clock.systemUTC(), RANDOM);
    MasterKeys onFile = MasterKeys.fromFile(file);
    byte[] box = new Sealer(onFile, RANDOM).seal(PLAIN, PLACE);

    byte[] onToken = new Sealer(keys("hsm-2026").openingAlso(onFile), RANDOM).rewrap(box, PLACE);
    assertThat(new Sealer(keys("hsm-2026"), RANDOM).open(onToken, PLACE)).isEqualTo(PLAIN);
    assertThatThrownBy(() -> new Sealer(onFile, RANDOM).open(onToken, PLACE))
        .hasMessageContaining("'hsm-2026'")
        .hasMessageContaining(file.toString());

    byte[] next = new Sealer(keys("hsm-2027", "hsm-2026"), RANDOM).rewrap(onToken, PLACE);
    assertThat(new Sealer(keys("hsm-2027"), RANDOM).open(next, PLACE)).isEqualTo(PLAIN);
    int payload = PLAIN.length + 28;
    assertThat(tail(next, payload)).isEqualTo(tail(box, payload));
    assertThatThrownBy(() -> new Sealer(keys("hsm-2026"), RANDOM).open(next, PLACE))
        .hasMessageContaining("'hsm-2027', which was not given")
        .hasMessageContaining("slot id");
  }

  @Test
  void whatIsNoMasterKeyIsNamedWithTheFixAndNeverThePin() {
    assertRefused("nobody", Reason.NO_SUCH_KEY, "'nobody' is not there");
    assertRefused("no-aes", Reason.NO_SUCH_KEY, "no AES key");
    assertRefused("two words", Reason.NO_SUCH_KEY, "label it");
    assertThatThrownBy(() -> keys("hsm-2026", "hsm-2026")).hasMessageContaining("there twice");
    assertThatThrownBy(() -> keys()).hasMessageContaining("names no key");
    TokenSlot none = new TokenSlot(folder.resolve("none.so"), TokenSlot.Kind.ID, 1);
    assertThatThrownBy(() -> none.open(SoftHsm.PIN.toCharArray()))
        .isInstanceOf(TokenFailure.class)
        .hasMessageContaining("none.so");
  }

  private static void assertRefused(String alias, Reason reason, String text) {
    assertThatThrownBy(() -> keys(alias))
        .isInstanceOfSatisfying(TokenFailure.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContaining(text)
        .hasMessageNotContaining(SoftHsm.PIN);
  }

  private static MasterKeys keys(String... aliases) {
    OpenToken token = slot().open(SoftHsm.PIN.toCharArray());
    return MasterKeys.fromToken(token, List.of(aliases), RANDOM);
  }

  private static TokenSlot slot() {
    return new TokenSlot(SoftHsm.LIBRARY, TokenSlot.Kind.ID, SoftHsm.slot("MASTER"));
  }

  private static byte[] tail(byte[] box, int length) {
    return Arrays.copyOfRange(box, box.length - length, box.length);
  }
}
