package io.kalends.profile;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** UUIDs of version 5 (RFC 9562 section 5.5): the same name gives the same UUID for good. */
final class NameBasedUuid {

  /** Kalends' own namespace. A change of it would change every id on every device. */
  static final UUID KALENDS = UUID.fromString("fd29739d-578a-4b9d-a8c0-37670e0f7503");

  private NameBasedUuid() {}

  /**
   * Names something.
   *
   * @param namespace in which the name is unique
   * @param parts joined by NUL, which none of them holds, so that no two lists give one name
   */
  static UUID of(UUID namespace, String... parts) {
    byte[] name = String.join("\0", parts).getBytes(StandardCharsets.UTF_8);
    ByteBuffer input = ByteBuffer.allocate(16 + name.length);
    input.putLong(namespace.getMostSignificantBits());
    input.putLong(namespace.getLeastSignificantBits());
    input.put(name);
    ByteBuffer hash = ByteBuffer.wrap(digest("SHA-1").digest(input.array()));
    long high = (hash.getLong() & ~0xF000L) | 0x5000L;
    long low = (hash.getLong() & ~(0b11L << 62)) | (0b10L << 62);
    return new UUID(high, low);
  }

  static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java must have " + algorithm, e);
    }
  }
}
