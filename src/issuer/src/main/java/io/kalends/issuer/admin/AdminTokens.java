package io.kalends.issuer.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.kalends.edge.config.InvalidSetting;
import io.kalends.issuer.directory.SecretHash;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The tokens of administrators, by the names that the audit shows. Only hashes are kept. */
public final class AdminTokens {

  /** A shorter one can be guessed. */
  public static final int MIN_LENGTH = 32;

  private static final AdminTokens NONE = new AdminTokens(Map.of());
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{" + MIN_LENGTH + ",1024}");

  private final Map<String, SecretHash> hashes;

  private AdminTokens(Map<String, SecretHash> hashes) {
    this.hashes = hashes;
  }

  /** No administrator: the API is not there. */
  public static AdminTokens none() {
    return NONE;
  }

  /**
   * The same with one more.
   *
   * @param name of a person or a program, for the audit: letters, digits and . _ -
   * @param token at least 32 visible ASCII characters; not kept
   * @return a new set
   * @throws InvalidSetting naming the fix; never showing the token
   */
  public AdminTokens with(String name, String token) {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidSetting("name", "must have 1 to 64 letters, digits or . _ -");
    }
    if (!TOKEN.matcher(token).matches()) {
      throw new InvalidSetting(
          "file",
          "the admin token must have "
              + MIN_LENGTH
              + " visible ASCII characters or more; make one with: openssl rand -hex 32");
    }
    Map<String, SecretHash> more = new LinkedHashMap<>(hashes);
    SecretHash hash = SecretHash.of(token);
    if (more.containsValue(hash) || more.putIfAbsent(name, hash) != null) {
      throw new InvalidSetting("name", "occurs twice, or its token does; give each one of its own");
    }
    return new AdminTokens(more);
  }

  boolean isEmpty() {
    return hashes.isEmpty();
  }

  /** Whose token it is. Every one is compared, in constant time. */
  Optional<String> name(String sent) {
    byte[] hash = SecretHash.sent(sent).sha256().getBytes(US_ASCII);
    Optional<String> found = Optional.empty();
    for (Map.Entry<String, SecretHash> known : hashes.entrySet()) {
      if (MessageDigest.isEqual(known.getValue().sha256().getBytes(US_ASCII), hash)) {
        found = Optional.of(known.getKey());
      }
    }
    return found;
  }

  @Override
  public String toString() {
    return "admin tokens of " + hashes.keySet();
  }
}
