package io.kalends.issuer.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * How events are encrypted for an app with an Encrypt Key: AES-256-CBC with PKCS7 padding, key =
 * SHA-256 of the Encrypt Key, a fresh initialisation vector before the ciphertext, all in base64.
 * Prescribed by Feishu; nothing in it protects against changes, the signature does.
 */
final class EventCipher {

  private static final int IV_BYTES = 16;
  private static final int BLOCK_BYTES = 16;

  private final SecretKeySpec key;

  private EventCipher(SecretKeySpec key) {
    this.key = key;
  }

  /**
   * A cipher.
   *
   * @param encryptKey as shown in the app's console
   */
  static EventCipher of(String encryptKey) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(encryptKey.getBytes(UTF_8));
      return new EventCipher(new SecretKeySpec(hash, "AES"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Encrypts.
   *
   * @param plain of any length
   * @param random for the initialisation vector
   * @return base64 of vector and ciphertext
   */
  String encrypt(byte[] plain, SecureRandom random) {
    byte[] iv = new byte[IV_BYTES];
    random.nextBytes(iv);
    try {
      byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, iv, 0).doFinal(plain);
      byte[] all = new byte[IV_BYTES + encrypted.length];
      System.arraycopy(iv, 0, all, 0, IV_BYTES);
      System.arraycopy(encrypted, 0, all, IV_BYTES, encrypted.length);
      return Base64.getEncoder().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java encrypts with AES-256-CBC", e);
    }
  }

  /**
   * Decrypts.
   *
   * @param base64 what {@link #encrypt} made
   * @throws IllegalArgumentException when it is no such thing, or was made with another key; the
   *     message does not tell which: the difference is an oracle
   */
  byte[] decrypt(String base64) {
    IllegalArgumentException failure =
        new IllegalArgumentException("encrypt: cannot be decrypted; check the Encrypt Key");
    try {
      byte[] all = Base64.getDecoder().decode(base64);
      if (all.length < IV_BYTES + BLOCK_BYTES) {
        throw failure;
      }
      return cipher(Cipher.DECRYPT_MODE, all, 0).doFinal(all, IV_BYTES, all.length - IV_BYTES);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw failure;
    }
  }

  private Cipher cipher(int mode, byte[] bytes, int ivAt) throws GeneralSecurityException {
    // For a block cipher Java's "PKCS5" is PKCS7.
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(mode, key, new IvParameterSpec(bytes, ivAt, IV_BYTES));
    return cipher;
  }
}
