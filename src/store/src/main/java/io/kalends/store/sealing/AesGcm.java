package io.kalends.store.sealing;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM with a random IV of 12 bytes in front and the tag of 16 behind. Failures are those of
 * the JCA; a token's are mostly {@link java.security.ProviderException}.
 */
final class AesGcm {

  static final int KEY_BYTES = 32;

  /** What a sealed text is longer than the plain one. */
  static final int OVERHEAD_BYTES = 28;

  private static final int IV_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final Optional<Provider> provider;

  private AesGcm(Optional<Provider> provider) {
    this.provider = provider;
  }

  /** In this process, by the best the JDK has. */
  static AesGcm here() {
    return new AesGcm(Optional.empty());
  }

  /** Inside a token, with keys that are there. */
  static AesGcm in(Provider token) {
    return new AesGcm(Optional.of(token));
  }

  byte[] encrypt(SecretKey key, byte[] plain, byte[] bound, SecureRandom random)
      throws GeneralSecurityException {
    byte[] iv = new byte[IV_BYTES];
    random.nextBytes(iv);
    byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, iv, bound).doFinal(plain);
    return ByteBuffer.allocate(IV_BYTES + sealed.length).put(iv).put(sealed).array();
  }

  byte[] decrypt(SecretKey key, byte[] sealed, byte[] bound) throws GeneralSecurityException {
    // Shorter than its tag, the JDK answers with an unchecked ProviderException.
    if (sealed.length < OVERHEAD_BYTES) {
      throw new AEADBadTagException("too short");
    }
    byte[] iv = Arrays.copyOf(sealed, IV_BYTES);
    return cipher(Cipher.DECRYPT_MODE, key, iv, bound)
        .doFinal(sealed, IV_BYTES, sealed.length - IV_BYTES);
  }

  private Cipher cipher(int mode, SecretKey key, byte[] iv, byte[] bound)
      throws GeneralSecurityException {
    String name = "AES/GCM/NoPadding";
    Cipher cipher =
        provider.isPresent() ? Cipher.getInstance(name, provider.get()) : Cipher.getInstance(name);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv));
    cipher.updateAAD(bound);
    return cipher;
  }
}
