package io.kalends.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A secret planted by a test, and the search for it: as it is, and in every coat it might have put
 * on (Base64 at any offset, hexadecimal, percent-encoding, XML or JSON escapes, UTF-16, reversed).
 */
public final class Canary {

  private static final int MIN_LENGTH = 8;

  private final String name;
  private final Map<String, String> coats = new LinkedHashMap<>();

  private Canary(String name, String secret) {
    if (secret.length() < MIN_LENGTH) {
      throw new IllegalArgumentException(
          "a canary needs at least " + MIN_LENGTH + " characters, or it is found by chance");
    }
    this.name = name;
    byte[] utf8 = secret.getBytes(StandardCharsets.UTF_8);
    wear("clear", latin1(utf8));
    for (int skipped = 0; skipped < 3; skipped++) {
      wear("Base64 at offset " + skipped, innerBase64(utf8, skipped));
    }
    wear("hexadecimal", HexFormat.of().formatHex(utf8));
    wear("HEXADECIMAL", HexFormat.of().formatHex(utf8).toUpperCase(Locale.ROOT));
    wear("percent-encoded", URLEncoder.encode(secret, StandardCharsets.UTF_8));
    wear("XML-escaped", latin1(utf8).replace("&", "&amp;").replace("<", "&lt;"));
    wear("JSON-escaped", latin1(utf8).replace("\\", "\\\\").replace("\"", "\\\""));
    wear("UTF-16LE", latin1(secret.getBytes(StandardCharsets.UTF_16LE)));
    wear("UTF-16BE", latin1(secret.getBytes(StandardCharsets.UTF_16BE)));
    wear("reversed", new StringBuilder(latin1(utf8)).reverse().toString());
  }

  private void wear(String coat, String text) {
    if (!coats.containsValue(text)) {
      coats.put(coat, text);
    }
  }

  /**
   * Plants a secret.
   *
   * @param name what sightings call it; never the secret itself
   * @param secret at least 8 characters
   * @return what to search with
   */
  public static Canary of(String name, String secret) {
    return new Canary(name, secret);
  }

  /**
   * Searches some bytes.
   *
   * @param where what sightings call the place
   * @param bytes log output, a file, a reply
   * @return one sentence per coat found; empty when all is well
   */
  public List<String> sightings(String where, byte[] bytes) {
    String haystack = latin1(bytes);
    return coats.entrySet().stream()
        .filter(coat -> haystack.contains(coat.getValue()))
        .map(coat -> name + " found in " + where + " (" + coat.getKey() + ")")
        .toList();
  }

  /**
   * Searches text.
   *
   * @param where what sightings call the place
   * @param text what was printed
   * @return one sentence per coat found; empty when all is well
   */
  public List<String> sightings(String where, String text) {
    return sightings(where, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Searches every regular file below a folder, names included.
   *
   * @param folder where to search
   * @return one sentence per file and coat; empty when all is well
   */
  public List<String> sightingsBelow(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .flatMap(path -> inFile(folder.relativize(path).toString(), path).stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> inFile(String relative, Path path) {
    try {
      return Stream.concat(
              sightings("the name of a file", relative).stream(),
              sightings(relative, Files.readAllBytes(path)).stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What stays the same of a Base64 text whatever stands before and after the secret. */
  private static String innerBase64(byte[] secret, int skipped) {
    byte[] shifted = new byte[skipped + secret.length];
    System.arraycopy(secret, 0, shifted, skipped, secret.length);
    String whole = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    int from = skipped == 0 ? 0 : skipped + 1;
    int to = shifted.length / 3 * 4;
    return whole.substring(from, to);
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Override
  public String toString() {
    return "Canary[" + name + "]";
  }
}
