package io.kalends.store;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets at rest: AES-256-GCM under a random data key per box, itself wrapped by AES-256-GCM
 * under the master key. The box is bound to its place by associated data, so that one copied into
 * another row does not open. Safe for use by several threads.
 *
 * <p>Layout: version (1 byte), length of key id (1), key id (UTF-8), IV (12), wrapped data key
 * (48), IV (12), ciphertext and tag. The key id is authenticated with the rest.
 */
public final class Sealer {

  private static final byte VERSION = 1;
  private static final int KEY_BYTES = 32;
  private static final int IV_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int TAG_BYTES = TAG_BITS / 8;
  private static final int WRAPPED_BYTES = KEY_BYTES + TAG_BYTES;

  private final byte[] keyId;
  private final SecretKey master;
  private final SecureRandom random;

  /**
   * A sealer under one master key.
   *
   * @param keyId tells which key opens a box; 1 to 64 characters of ASCII
   * @param masterKey 32 random bytes, kept outside the database
   * @param random for data keys and IVs
   */
  public Sealer(String keyId, byte[] masterKey, SecureRandom random) {
    if (!keyId.matches("[\\x21-\\x7e]{1,64}")) {
      throw new IllegalArgumentException("key id must have 1 to 64 printable ASCII characters");
    }
    if (masterKey.length != KEY_BYTES) {
      throw new IllegalArgumentException("master key must have 32 bytes");
    }
    this.keyId = keyId.getBytes(StandardCharsets.UTF_8);
    this.master = new SecretKeySpec(masterKey, "AES");
    this.random = random;
  }

  /**
   * A sealer whose key lives and dies with this process: boxes cannot be opened after it ends.
   *
   * @param random for the master key, data keys and IVs
   * @return for runs that keep nothing
   */
  public static Sealer ephemeral(SecureRandom random) {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    return new Sealer("ephemeral", key, random);
  }

  /**
   * Seals a secret.
   *
   * @param plain what to seal
   * @param place where it will be kept (tenant, row, column); opening needs the same
   * @return the box; different at every call
   */
  public byte[] seal(byte[] plain, String place) {
    byte[] dataKey = new byte[KEY_BYTES];
    random.nextBytes(dataKey);
    byte[] header =
        ByteBuffer.allocate(2 + keyId.length)
            .put(VERSION)
            .put((byte) keyId.length)
            .put(keyId)
            .array();
    byte[] wrapped = encrypt(master, dataKey, header, place);
    byte[] sealed = encrypt(new SecretKeySpec(dataKey, "AES"), plain, header, place);
    return ByteBuffer.allocate(header.length + wrapped.length + sealed.length)
        .put(header)
        .put(wrapped)
        .put(sealed)
        .array();
  }

  /**
   * Opens a box.
   *
   * @param box what {@link #seal} returned
   * @param place the place named then
   * @return what was sealed
   * @throws IllegalStateException when the box was sealed under another key, for another place, or
   *     was damaged
   */
  public byte[] open(byte[] box, String place) {
    try {
      byte[] header = new byte[2 + keyId.length];
      ByteBuffer in = ByteBuffer.wrap(box);
      in.get(header);
      if (header[0] != VERSION
          || header[1] != keyId.length
          || !Arrays.equals(header, 2, header.length, keyId, 0, keyId.length)) {
        throw new IllegalStateException(
            "sealed under another key than '" + new String(keyId, StandardCharsets.UTF_8) + "'");
      }
      byte[] wrapped = new byte[IV_BYTES + WRAPPED_BYTES];
      in.get(wrapped);
      byte[] sealed = new byte[in.remaining()];
      in.get(sealed);
      SecretKey dataKey = new SecretKeySpec(decrypt(master, wrapped, header, place), "AES");
      return decrypt(dataKey, sealed, header, place);
    } catch (AEADBadTagException | BufferUnderflowException e) {
      throw new IllegalStateException("sealed for another place, or damaged", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot open a sealed box: " + e.getMessage(), e);
    }
  }

  private byte[] encrypt(SecretKey key, byte[] plain, byte[] header, String place) {
    try {
      byte[] iv = new byte[IV_BYTES];
      random.nextBytes(iv);
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, iv, header, place).doFinal(plain);
      return ByteBuffer.allocate(IV_BYTES + sealed.length).put(iv).put(sealed).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot do AES-256-GCM", e);
    }
  }

  private static byte[] decrypt(SecretKey key, byte[] sealed, byte[] header, String place)
      throws GeneralSecurityException {
    // Shorter than its tag, the JDK answers with an unchecked ProviderException.
    if (sealed.length < IV_BYTES + TAG_BYTES) {
      throw new BufferUnderflowException();
    }
    byte[] iv = Arrays.copyOf(sealed, IV_BYTES);
    return cipher(Cipher.DECRYPT_MODE, key, iv, header, place)
        .doFinal(sealed, IV_BYTES, sealed.length - IV_BYTES);
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] iv, byte[] header, String place)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv));
    cipher.updateAAD(header);
    cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
