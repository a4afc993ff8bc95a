package io.kalends.consent;

import io.kalends.enrollment.DeviceOwner;
import io.kalends.failure.ActionRequired;
import io.kalends.secret.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owners' tokens from a file that somebody else keeps fresh: one {@code owner-address token} a
 * line, or one bare token for the one owner the caller names. Empty lines and lines that begin with
 * {@code #} are skipped. UTF-8, at most 4 MiB. Read when made, and again when a token was refused
 * or an owner is missing, so that renewing the file is enough. Safe for several threads.
 */
public final class TokenFile implements UserTokens {

  private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);

  private final Path file;
  private final @Nullable DeviceOwner onlyOwner;
  private volatile Map<String, Secret> tokens;

  private TokenFile(Path file, @Nullable DeviceOwner onlyOwner) {
    this.file = file;
    this.onlyOwner = onlyOwner;
    this.tokens = read();
  }

  /**
   * Tokens of many owners.
   *
   * @param file lines of {@code owner-address token}
   * @return the tokens, read once already
   * @throws ActionRequired of the administrator, naming file, line and fix, never a token
   */
  public static TokenFile of(Path file) {
    return warned(new TokenFile(file, null));
  }

  /**
   * The token of one owner.
   *
   * @param file one bare token, or lines of {@code owner-address token}
   * @param owner whose token a bare one is
   * @return the tokens, read once already
   * @throws ActionRequired of the administrator, naming file, line and fix, never a token
   */
  public static TokenFile ofOwner(Path file, DeviceOwner owner) {
    return warned(new TokenFile(file, owner));
  }

  @Override
  public Secret tokenOf(DeviceOwner owner) {
    @Nullable Secret known = tokens.get(owner.address());
    if (known != null) {
      return known;
    }
    @Nullable Secret added = readAgain().get(owner.address());
    if (added != null) {
      return added;
    }
    throw ownerMustAct(owner, "no token of this owner");
  }

  @Override
  public Secret replace(DeviceOwner owner, Secret refused) {
    @Nullable Secret renewed = readAgain().get(owner.address());
    if (renewed == null) {
      throw ownerMustAct(owner, "no longer a token of this owner");
    }
    if (renewed.equals(refused)) {
      throw ownerMustAct(owner, "still the token that was refused");
    }
    return renewed;
  }

  @Override
  public String toString() {
    return "TokenFile[" + file + "]";
  }

  /** A pipe gave all it had the first time; reading it again would find nothing, or hang. */
  private Map<String, Secret> readAgain() {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      return tokens;
    }
    Map<String, Secret> now = read();
    tokens = now;
    return now;
  }

  private Map<String, Secret> read() {
    return new TokenLines(file, onlyOwner).read();
  }

  private ActionRequired ownerMustAct(DeviceOwner owner, String found) {
    String where = "token file " + file + ": put a fresh token of " + owner.address() + " there";
    return new ActionRequired(
        ActionRequired.Who.OWNER,
        where,
        "token of " + owner.address() + ": the file holds " + found + "; " + where,
        null);
  }

  private static TokenFile warned(TokenFile made) {
    if (TokenLines.isOpenToOthers(made.file)) {
      LOG.warn("token file {} can be read by other users; run: chmod 600 {}", made.file, made.file);
    }
    return made;
  }
}
