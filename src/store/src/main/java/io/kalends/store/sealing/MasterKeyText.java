package io.kalends.store.sealing;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** The text that holds master keys, one a line. Messages name lines and show nothing of them. */
final class MasterKeyText {

  private static final String SHAPE =
      "must be 'id: key', the key being 32 random bytes in base64 (openssl rand -base64 32)";

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int LETTERS_OF_ID = 4;

  /**
   * Fewer different bytes among 32 are no chance (about 1 in 10^25), but an example or a mistake.
   */
  private static final int DIFFERENT_BYTES = 12;

  private MasterKeyText() {}

  /**
   * Reads the keys.
   *
   * @param where file or variable, for messages
   * @throws IllegalArgumentException naming the line and the fix
   */
  static List<MasterKey> read(String where, String text) {
    List<MasterKey> keys = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (!isKey(line)) {
        continue;
      }
      MasterKey key = key(where + ", line " + number, line);
      for (int i = 0; i < keys.size(); i++) {
        requireDifferent(where + ", line " + number, key, keys.get(i), numbers.get(i));
      }
      keys.add(key);
      numbers.add(number);
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(where + ": holds no key; a line " + SHAPE);
    }
    return keys;
  }

  /** Neither empty nor a remark. */
  static boolean isKey(String line) {
    return !line.isBlank() && !line.stripLeading().startsWith("#");
  }

  /** A new key as a line of text, without its end. */
  static String newLine(String id, SecureRandom random) {
    byte[] key = new byte[AesGcm.KEY_BYTES];
    random.nextBytes(key);
    try {
      return id + ": " + Base64.getEncoder().encodeToString(key);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** The date in UTC and four random characters that are not mistaken for others. */
  static String newId(Clock clock, SecureRandom random) {
    StringBuilder id = new StringBuilder("k").append(DATE.format(clock.instant())).append('-');
    for (int i = 0; i < LETTERS_OF_ID; i++) {
      id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return id.toString();
  }

  private static MasterKey key(String line, String text) {
    int colon = text.indexOf(':');
    String id = text.substring(0, Math.max(colon, 0)).strip();
    if (!MasterKey.isId(id)) {
      throw new IllegalArgumentException(line + ": " + SHAPE);
    }
    byte[] bytes = decoded(line, text.substring(colon + 1).strip());
    try {
      if (bytes.length != AesGcm.KEY_BYTES) {
        throw new IllegalArgumentException(
            line + ": the key has " + bytes.length + " bytes; it " + SHAPE);
      }
      if (differentBytes(bytes) < DIFFERENT_BYTES) {
        throw new IllegalArgumentException(line + ": the key is not random; it " + SHAPE);
      }
      return MasterKey.inMemory(id, bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** The decoder's own exception quotes its input, so it does not go on. */
  private static byte[] decoded(String line, String key) {
    try {
      return Base64.getDecoder().decode(key);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(line + ": the key is not base64; it " + SHAPE);
    }
  }

  private static long differentBytes(byte[] bytes) {
    boolean[] seen = new boolean[256];
    int different = 0;
    for (byte one : bytes) {
      different += seen[one & 0xff] ? 0 : 1;
      seen[one & 0xff] = true;
    }
    return different;
  }

  private static void requireDifferent(String line, MasterKey key, MasterKey above, int number) {
    if (key.id().equals(above.id())) {
      throw new IllegalArgumentException(
          line + ": has the id of line " + number + "; give each key an id of its own");
    }
    if (key.hasBytesOf(above)) {
      throw new IllegalArgumentException(
          line + ": is the key of line " + number + " again; remove one, or make a new key");
    }
  }
}
