package io.kalends.consent;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kalends.enrollment.DeviceOwner;
import io.kalends.failure.ActionRequired;
import io.kalends.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One reading of a token file. Every complaint names the line and the fix and quotes nothing. */
final class TokenLines {

  private static final int MAX_BYTES = 4 * 1024 * 1024;
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7E]{1,8192}");
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private final Path file;
  private final @Nullable DeviceOwner onlyOwner;
  private final Map<String, Secret> tokens = new HashMap<>();
  private boolean bareTokenSeen;

  TokenLines(Path file, @Nullable DeviceOwner onlyOwner) {
    this.file = file;
    this.onlyOwner = onlyOwner;
  }

  /**
   * Reads the whole file.
   *
   * @return owner address (lower case) to token, at least one
   * @throws ActionRequired of the administrator
   */
  Map<String, Secret> read() {
    List<String> lines = contentLines();
    for (int i = 0; i < lines.size(); i++) {
      take(i + 1, lines.get(i));
    }
    if (tokens.isEmpty()) {
      throw complaint("holds no token; write one line: owner-address token");
    }
    return Map.copyOf(tokens);
  }

  /**
   * The file with one owner's line replaced, or added at the end; comments and other lines stay as
   * they are. A file that is not there is an empty one.
   *
   * @return every line, checked as {@link #read} checks it
   * @throws ActionRequired of the administrator
   */
  List<String> with(DeviceOwner owner, Secret token) {
    List<String> lines = new ArrayList<>(Files.notExists(file) ? List.of() : contentLines());
    int place = lines.size();
    for (int i = 0; i < lines.size(); i++) {
      boolean known = tokens.containsKey(owner.address());
      take(i + 1, lines.get(i));
      if (!known && tokens.containsKey(owner.address())) {
        place = i;
      }
    }
    String line = line(owner, token);
    if (place == lines.size()) {
      lines.add(line);
    } else {
      lines.set(place, line);
    }
    return lines;
  }

  /** Written only if it reads back as the same two words. */
  private String line(DeviceOwner owner, Secret token) {
    if (BLANKS.matcher(owner.address()).find()
        || owner.address().startsWith("#")
        || owner.address().equals("bearer")) {
      throw complaint("cannot hold this owner: an address has no blanks and does not begin with #");
    }
    if (!TOKEN.matcher(token.reveal()).matches()) {
      throw complaint(
          "cannot hold this token: it has a character beyond ASCII, or more than 8192 of them");
    }
    return owner.address() + " " + token.reveal();
  }

  private List<String> contentLines() {
    return content().lines().toList();
  }

  private void take(int number, String written) {
    String line = written.strip();
    if (!line.isEmpty() && !line.startsWith("#")) {
      take(number, BLANKS.split(line));
    }
  }

  static boolean isOpenToOthers(Path file) {
    @Nullable PosixFileAttributeView view =
        Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view == null || !Files.isRegularFile(file)) {
      return false;
    }
    try {
      return view.readAttributes().permissions().stream().anyMatch(OTHERS::contains);
    } catch (IOException e) {
      // Gone since it was read: nobody can read it now.
      return false;
    }
  }

  private void take(int line, String[] words) {
    if (words.length == 1) {
      takeBare(line, words[0]);
    } else if (words[0].equalsIgnoreCase("Bearer")) {
      throw complaint(line, "leave out the word Bearer");
    } else if (words.length > 2) {
      throw complaint(line, "has " + words.length + " words; write: owner-address token");
    } else {
      put(line, owner(line, words[0]), words[1]);
    }
  }

  private void takeBare(int line, String token) {
    if (onlyOwner == null) {
      throw complaint(line, "has one word; write: owner-address token");
    }
    bareTokenSeen = true;
    put(line, onlyOwner, token);
  }

  private void put(int line, DeviceOwner owner, String token) {
    if (!TOKEN.matcher(token).matches()) {
      throw complaint(
          line, "holds a token with a character beyond ASCII, or of more than 8192 characters");
    }
    if (tokens.putIfAbsent(owner.address(), Secret.of(token)) != null) {
      throw complaint(line, "repeats an owner of an earlier line; keep one");
    }
    if (bareTokenSeen && tokens.size() > 1) {
      throw complaint(line, "mixes a bare token with others; write the owner on every line");
    }
  }

  private DeviceOwner owner(int line, String address) {
    try {
      return DeviceOwner.of(address);
    } catch (IllegalArgumentException e) {
      throw complaint(line, e.getMessage() + "; write: owner-address token");
    }
  }

  private String content() {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw complaint("cannot be read (" + e.getClass().getSimpleName() + "); check path, rights");
    }
    if (bytes.length > MAX_BYTES) {
      throw complaint("is larger than 4 MiB; this is not a file of tokens");
    }
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw complaint("is not UTF-8 text; save it as UTF-8");
    }
  }

  private ActionRequired complaint(int line, String fix) {
    return complaint("line " + line + " " + fix);
  }

  private ActionRequired complaint(String fix) {
    return new ActionRequired(
        ActionRequired.Who.ADMINISTRATOR,
        "token file " + file,
        "token file " + file + ": " + fix,
        null);
  }
}
