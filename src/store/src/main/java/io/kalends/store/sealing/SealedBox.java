package io.kalends.store.sealing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of a box: version (1 byte), length of the key id (1), key id (ASCII), wrapped data key
 * (IV 12, key 32, tag 16), payload (IV 12, ciphertext, tag 16).
 *
 * <p>Version, key id and place are authenticated with the wrapped key; version and place with the
 * payload. So another master key can take over without the payload being touched.
 */
final class SealedBox {

  /** Version 1 had the key id in the payload's associated data; no release wrote it. */
  private static final byte VERSION = 2;

  private static final int WRAPPED_BYTES = AesGcm.KEY_BYTES + AesGcm.OVERHEAD_BYTES;
  private static final int HEADER_BYTES = 2;

  private final String keyId;
  private final byte[] wrappedKey;
  private final byte[] payload;

  SealedBox(String keyId, byte[] wrappedKey, byte[] payload) {
    this.keyId = keyId;
    this.wrappedKey = wrappedKey;
    this.payload = payload;
  }

  /**
   * Takes a box apart, without opening it.
   *
   * @throws IllegalStateException when it has not the shape of a box
   */
  static SealedBox of(byte[] box) {
    if (box.length < HEADER_BYTES || box[0] != VERSION) {
      throw misshapen();
    }
    int wrapped = HEADER_BYTES + box[1];
    int payload = wrapped + WRAPPED_BYTES;
    if (box[1] < 1 || box.length < payload + AesGcm.OVERHEAD_BYTES) {
      throw misshapen();
    }
    String keyId = new String(box, HEADER_BYTES, box[1], StandardCharsets.ISO_8859_1);
    // Nothing has vouched for it yet, and it goes into messages.
    if (!MasterKey.isId(keyId)) {
      throw misshapen();
    }
    return new SealedBox(
        keyId,
        Arrays.copyOfRange(box, wrapped, payload),
        Arrays.copyOfRange(box, payload, box.length));
  }

  private static IllegalStateException misshapen() {
    return new IllegalStateException("not a sealed box of version " + VERSION + ", or damaged");
  }

  /** What the wrapped data key is bound to. */
  static byte[] bindingOfKey(String keyId, String place) {
    return joined(header(keyId), place.getBytes(StandardCharsets.UTF_8));
  }

  /** What the payload is bound to: not to the master key, which changes. */
  static byte[] bindingOfPayload(String place) {
    return joined(new byte[] {VERSION}, place.getBytes(StandardCharsets.UTF_8));
  }

  byte[] bytes() {
    return joined(header(keyId), wrappedKey, payload);
  }

  String keyId() {
    return keyId;
  }

  byte[] wrappedKey() {
    return wrappedKey;
  }

  byte[] payload() {
    return payload;
  }

  private static byte[] header(String keyId) {
    byte[] id = keyId.getBytes(StandardCharsets.US_ASCII);
    return joined(new byte[] {VERSION, (byte) id.length}, id);
  }

  private static byte[] joined(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }
}
