package io.kalends.adapters.folder;

import io.kalends.enrollment.EnrollmentId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The folder name of an enrollment: never two alike, also where the file system ignores case, and
 * harmless on every system. UDIDs of all three kinds and pairs of them stay readable as they are
 * ({@code :} becomes {@code +}); any other id is shown as far as it is harmless and told apart by
 * 128 bits of its SHA-256.
 */
final class EnrollmentName {

  /** New UDIDs, UUIDs of Macs, serials, numbers: no lower case, so that case cannot matter. */
  private static final Pattern UPPER = Pattern.compile("[0-9A-Z][0-9A-Z_:-]{0,127}");

  /** UDIDs of older iPhones; the same in upper case is not left as it is, hence no clash. */
  private static final Pattern OLD_UDID = Pattern.compile("[0-9a-f]{40}");

  private static final Pattern OLD_UDID_ANY_CASE = Pattern.compile("[0-9a-fA-F]{40}");

  /** Names of devices on Windows, which takes them in any folder. */
  private static final Pattern RESERVED = Pattern.compile("CON|PRN|AUX|NUL|(COM|LPT)[0-9]");

  /**
   * A point would make CON.txt of it, or a hidden file; a dash in front, an option of a command;
   * what is beyond ASCII differs between systems.
   */
  private static final Pattern HARMFUL = Pattern.compile("^-|[^0-9A-Za-z_@-]");

  private static final int SHOWN = 60;
  private static final int HASH_BYTES = 16;

  private EnrollmentName() {}

  static String of(EnrollmentId id) {
    String value = id.value();
    boolean plain =
        OLD_UDID_ANY_CASE.matcher(value).matches()
            ? OLD_UDID.matcher(value).matches() || value.chars().allMatch(Character::isDigit)
            : UPPER.matcher(value).matches() && !RESERVED.matcher(value).matches();
    if (plain) {
      return value.replace(':', '+');
    }
    String shown = HARMFUL.matcher(value).replaceAll("_");
    return shown.substring(0, Math.min(SHOWN, shown.length())) + "~" + hash(value);
  }

  private static String hash(String value) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
