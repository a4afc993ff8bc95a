package io.kalends.store.sealing;

import io.kalends.store.token.TokenFailure;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets at rest: AES-256-GCM under a random data key per box, itself wrapped by AES-256-GCM
 * under the current master key, whose id is in the box's header. The box is bound to its place by
 * associated data, so that one copied into another row does not open. Retired master keys open and
 * do not seal; {@link #rewrap} puts a box under the current one. Safe for use by several threads.
 */
public final class Sealer {

  private final MasterKeys keys;
  private final SecureRandom random;

  /**
   * A sealer under the current key of a ring.
   *
   * @param keys the current master key, and those that still open
   * @param random for data keys and IVs
   */
  public Sealer(MasterKeys keys, SecureRandom random) {
    this.keys = keys;
    this.random = random;
  }

  /**
   * A sealer under one master key.
   *
   * @param keyId tells which key opens a box; 1 to 64 printable characters of ASCII, no blanks
   * @param masterKey 32 random bytes, kept outside the database
   * @param random for data keys and IVs
   */
  public Sealer(String keyId, byte[] masterKey, SecureRandom random) {
    this(MasterKeys.of(keyId, masterKey), random);
  }

  /**
   * A sealer whose key lives and dies with this process: boxes cannot be opened after it ends.
   *
   * @param random for the master key, data keys and IVs
   * @return for runs that keep nothing
   */
  public static Sealer ephemeral(SecureRandom random) {
    byte[] key = new byte[AesGcm.KEY_BYTES];
    random.nextBytes(key);
    return new Sealer("ephemeral", key, random);
  }

  /**
   * Seals a secret.
   *
   * @param plain what to seal
   * @param place where it will be kept (tenant, row, column); opening needs the same
   * @return the box; different at every call
   * @throws TokenFailure when the master key is in a token that does not answer
   */
  public byte[] seal(byte[] plain, String place) {
    byte[] dataKey = new byte[AesGcm.KEY_BYTES];
    random.nextBytes(dataKey);
    try {
      byte[] payload =
          AesGcm.here()
              .encrypt(
                  new SecretKeySpec(dataKey, "AES"),
                  plain,
                  SealedBox.bindingOfPayload(place),
                  random);
      return wrapped(dataKey, payload, place);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot do AES-256-GCM", e);
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  /**
   * Opens a box.
   *
   * @param box what {@link #seal} or {@link #rewrap} returned
   * @param place the place named then
   * @return what was sealed
   * @throws IllegalStateException when the box was sealed under a key that is not in the ring
   *     (named with its id), for another place, or was damaged
   * @throws TokenFailure when the master key is in a token that does not answer
   */
  public byte[] open(byte[] box, String place) {
    SealedBox sealed = SealedBox.of(box);
    byte[] dataKey = unwrapped(sealed, place);
    try {
      return AesGcm.here()
          .decrypt(
              new SecretKeySpec(dataKey, "AES"),
              sealed.payload(),
              SealedBox.bindingOfPayload(place));
    } catch (AEADBadTagException e) {
      throw misplaced(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot do AES-256-GCM", e);
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  /**
   * Puts a box under the current master key: its data key is unwrapped and wrapped again, its
   * payload stays as it is, byte for byte, and is not decrypted (nor checked).
   *
   * @param box what {@link #seal} or {@link #rewrap} returned
   * @param place the place named then
   * @return a box under the current key; a box that was under it is wrapped anew all the same
   * @throws IllegalStateException when the box was sealed under a key that is not in the ring
   *     (named with its id), for another place, or its header or wrapped key was damaged
   * @throws TokenFailure when a master key is in a token that does not answer
   */
  public byte[] rewrap(byte[] box, String place) {
    SealedBox sealed = SealedBox.of(box);
    byte[] dataKey = unwrapped(sealed, place);
    try {
      return wrapped(dataKey, sealed.payload(), place);
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  /**
   * Which master key a box says it was sealed under. Read from its header, not verified: only
   * opening is proof.
   *
   * @param box what {@link #seal} or {@link #rewrap} returned
   * @return the key id
   * @throws IllegalStateException when it is no box
   */
  public String keyIdOf(byte[] box) {
    return SealedBox.of(box).keyId();
  }

  /**
   * Whether a box says it was sealed under the current master key.
   *
   * @param box what {@link #seal} or {@link #rewrap} returned
   * @return false when {@link #rewrap} has something to do
   * @throws IllegalStateException when it is no box
   */
  public boolean isCurrent(byte[] box) {
    return keyIdOf(box).equals(keys.currentId());
  }

  private byte[] wrapped(byte[] dataKey, byte[] payload, String place) {
    MasterKey current = keys.current();
    byte[] bound = SealedBox.bindingOfKey(current.id(), place);
    return new SealedBox(current.id(), current.wrap(dataKey, bound, random), payload).bytes();
  }

  private byte[] unwrapped(SealedBox sealed, String place) {
    MasterKey key = keys.named(sealed.keyId());
    try {
      return key.unwrap(sealed.wrappedKey(), SealedBox.bindingOfKey(sealed.keyId(), place), random);
    } catch (AEADBadTagException e) {
      throw misplaced(e);
    }
  }

  private static IllegalStateException misplaced(AEADBadTagException e) {
    return new IllegalStateException(
        "sealed for another place, under another key of the same id, or damaged", e);
  }
}
