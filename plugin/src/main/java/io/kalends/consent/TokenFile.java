package io.kalends.consent;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kalends.enrollment.DeviceOwner;
import io.kalends.failure.ActionRequired;
import io.kalends.secret.Secret;
import io.kalends.store.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  /**
   * Writes one owner's token into such a file: mode 0600, whole or not at all. Comments and the
   * lines of other owners stay as they are. Two who write one file at the same moment may lose one
   * of the two lines.
   *
   * @param file to be made, or to be changed where it is (a symbolic link is followed)
   * @param owner whose line is replaced or added
   * @param token what {@link #tokenOf} shall answer from now on
   * @throws ActionRequired of the administrator, naming file and fix; then nothing has changed
   */
  public static void store(Path file, DeviceOwner owner, Secret token) {
    List<String> lines = new TokenLines(file, null).with(owner, token);
    try {
      Path place = Files.exists(file) ? file.toRealPath() : file;
      AtomicFile.write(place, (String.join("\n", lines) + "\n").getBytes(UTF_8));
    } catch (IOException e) {
      throw notWritable(file);
    }
  }

  /**
   * Whether {@link #store} would work for this owner, found out before a person is troubled.
   *
   * @param file a token file, or one to be
   * @param owner whose line is to be replaced or added
   * @throws ActionRequired of the administrator, naming file and fix
   */
  public static void requireStorable(Path file, DeviceOwner owner) {
    new TokenLines(file, null).with(owner, Secret.of("-"));
    Path folder = file.toAbsolutePath().getParent();
    boolean fits = Files.notExists(file) || Files.isRegularFile(file);
    if (!fits || folder == null || !Files.isWritable(folder)) {
      throw notWritable(file);
    }
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

  private static ActionRequired notWritable(Path file) {
    String where = "token file " + file;
    return new ActionRequired(
        ActionRequired.Who.ADMINISTRATOR,
        where,
        where + ": cannot be written; check that its folder exists and is writable",
        null);
  }

  private static TokenFile warned(TokenFile made) {
    if (TokenLines.isOpenToOthers(made.file)) {
      LOG.warn("token file {} can be read by other users; run: chmod 600 {}", made.file, made.file);
    }
    return made;
  }
}
