package io.kalends.store.sealing;

import io.kalends.store.token.OpenToken;
import io.kalends.store.token.TokenFailure;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ring of master keys: the current one seals, retired ones open only. Keys come from outside
 * the database: a file, the environment, or a PKCS#11 token that never lets go of them.
 *
 * <p>The text of a file or variable is one key a line, {@code id: base64 of 32 bytes}. The first
 * one is the current one; empty lines and lines that begin with {@code #} do not count. An id has 1
 * to 64 printable characters of ASCII without blanks and colons. At most 64 KiB.
 */
public final class MasterKeys {

  private final List<MasterKey> keys;
  private final String where;

  private MasterKeys(List<MasterKey> keys, String where) {
    Map<String, MasterKey> byId = new LinkedHashMap<>();
    for (MasterKey key : keys) {
      if (byId.putIfAbsent(key.id(), key) != null) {
        throw new IllegalArgumentException(
            "%s: key id '%s' is there twice; a new key needs an id of its own"
                .formatted(where, key.id()));
      }
    }
    if (byId.isEmpty()) {
      throw new IllegalArgumentException(where + ": names no key; name the current one first");
    }
    this.keys = List.copyOf(keys);
    this.where = where;
  }

  /**
   * A ring of one key.
   *
   * @param id 1 to 64 printable characters of ASCII, no blanks
   * @param key 32 random bytes; copied
   * @return a ring that seals and opens under this key
   * @throws IllegalArgumentException when id or key is of another length
   */
  public static MasterKeys of(String id, byte[] key) {
    return new MasterKeys(List.of(MasterKey.inMemory(id, key)), "the keys this was started with");
  }

  /**
   * Reads a file.
   *
   * @param file the text above; not to be readable or writable by group and others
   * @return the ring in it
   * @throws IllegalArgumentException naming file, line and fix, never showing what is in it
   */
  public static MasterKeys fromFile(Path file) {
    return new MasterKeys(MasterKeyFile.read(file), "master key file " + file);
  }

  /**
   * Reads an environment variable.
   *
   * @param variable its name
   * @param environment of this process, {@link System#getenv()}
   * @return the ring in it
   * @throws IllegalArgumentException naming variable, line and fix, never showing what is in it
   */
  public static MasterKeys fromEnvironment(String variable, Map<String, String> environment) {
    String where = "environment variable " + variable;
    String text = environment.get(variable);
    if (text == null) {
      throw new IllegalArgumentException(where + ": is not set; put the master keys there");
    }
    return new MasterKeys(MasterKeyText.read(where, text), where);
  }

  /**
   * Takes AES keys of 256 bits inside a token: data keys are wrapped and unwrapped there. Each key
   * is tried out once.
   *
   * @param token logged in to
   * @param aliases labels (CKA_LABEL) of the keys, the current one first; they become the key ids,
   *     so a new key needs a new label
   * @param random for trying out
   * @return the ring of these keys
   * @throws TokenFailure when a key is missing, is no AES key or does not wrap and unwrap
   * @throws IllegalArgumentException when no key is named, or one twice
   */
  public static MasterKeys fromToken(OpenToken token, List<String> aliases, SecureRandom random) {
    List<MasterKey> keys =
        aliases.stream().map(alias -> MasterKey.inToken(token, alias, random)).toList();
    return new MasterKeys(keys, token.where());
  }

  /**
   * Makes a file with one new key.
   *
   * @param file must not be there yet; mode 0600 afterwards
   * @param clock for the date in the key's id
   * @param random for the key
   * @return the id of the new key, for example {@code k20261122-x7qd}
   * @throws IllegalArgumentException when it is there (and left alone), or cannot be made
   */
  public static String createFile(Path file, Clock clock, SecureRandom random) {
    return MasterKeyFile.create(file, clock, random);
  }

  /**
   * Adds a new current key to a file, above all others, which stay. In one step; of two who do so
   * at once, one is refused.
   *
   * @param file as for {@link #fromFile}; must belong to the user who does this
   * @param clock for the date in the key's id
   * @param random for the key
   * @return the id of the new key
   * @throws IllegalArgumentException naming file and fix; then nothing has changed
   */
  public static String rotateFile(Path file, Clock clock, SecureRandom random) {
    return MasterKeyFile.rotate(file, clock, random);
  }

  /**
   * Adds the keys of another ring, to open only: for moving from a file to a token, say.
   *
   * @param retired whose keys become retired ones
   * @return a ring with the current key of this one
   * @throws IllegalArgumentException when both have a key of the same id
   */
  public MasterKeys openingAlso(MasterKeys retired) {
    List<MasterKey> all = new ArrayList<>(keys);
    all.addAll(retired.keys);
    return new MasterKeys(
        all, where.equals(retired.where) ? where : where + " or " + retired.where);
  }

  /**
   * The key that seals.
   *
   * @return its id
   */
  public String currentId() {
    return current().id();
  }

  /**
   * The keys that open.
   *
   * @return their ids, the current one first
   */
  public List<String> ids() {
    return keys.stream().map(MasterKey::id).toList();
  }

  MasterKey current() {
    return keys.get(0);
  }

  /**
   * The key a box names.
   *
   * @throws IllegalStateException when it is not in the ring
   */
  MasterKey named(String id) {
    return keys.stream()
        .filter(key -> key.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "sealed under key '%s', which was not given: add it to %s"
                        .formatted(id, where)));
  }

  /** The ids, and where they come from. */
  @Override
  public String toString() {
    return ids() + " from " + where;
  }
}
