package io.kalends.profile;

import com.dd.plist.BinaryPropertyListParser;
import com.dd.plist.NSArray;
import com.dd.plist.NSDictionary;
import com.dd.plist.NSObject;
import com.dd.plist.PropertyListFormatException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The one place where property lists from elsewhere are read, XML or binary. Whatever the bytes
 * are, the answer is a small tree or an {@link UnreadableProfile}.
 *
 * <p>The bounds: {@value #MAX_BYTES} bytes, 32 levels, 100,000 values; no document type but Apple's
 * own line, no entity, no key twice in one dictionary, no text where none belongs.
 */
public final class ProfileReader {

  /** The largest property list that is read. Real profiles have a few kilobytes. */
  public static final int MAX_BYTES = 4 * 1024 * 1024;

  static final int MAX_DEPTH = 32;
  static final int MAX_VALUES = 100_000;

  private static final byte[] BINARY_MAGIC = "bplist0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private ProfileReader() {}

  /**
   * Reads an unsigned profile.
   *
   * @param plist XML or binary property list whose root is a dictionary
   * @return the tree; integers, reals and booleans stay what they were written as
   * @throws UnreadableProfile naming place and reason; a signed profile must be opened first
   */
  public static NSDictionary read(byte[] plist) {
    return read(plist, MAX_BYTES);
  }

  static NSDictionary read(byte[] plist, int maxBytes) {
    if (plist.length > maxBytes) {
      throw new UnreadableProfile(
          "has " + plist.length + " bytes; a profile has at most " + maxBytes);
    }
    NSObject root = startsWith(plist, BINARY_MAGIC) ? binary(plist) : xml(plist);
    if (root instanceof NSDictionary dictionary) {
      return dictionary;
    }
    throw new UnreadableProfile(
        "the root is of type " + PlistKind.of(root) + "; a profile's root is a dictionary");
  }

  private static NSObject xml(byte[] plist) {
    if (plist.length > 1 && plist[0] == 0x30 && (plist[1] & 0x80) != 0) {
      throw new UnreadableProfile(
          "is a signed profile (CMS), not a property list; open the signature first");
    }
    int start = startsWith(plist, UTF_8_MARK) ? UTF_8_MARK.length : 0;
    while (start < plist.length && Character.isWhitespace(plist[start])) {
      start++;
    }
    if (start == plist.length) {
      throw new UnreadableProfile("is empty");
    }
    if (plist[start] != '<' && (plist[start] & 0xFE) != 0xFE) {
      throw new UnreadableProfile("is neither an XML nor a binary property list");
    }
    return XmlPlist.read(plist);
  }

  /**
   * dd-plist's own parser follows every reference anew, so a few hundred bytes can unfold to
   * gigabytes: the bounds are measured before it runs.
   */
  private static NSObject binary(byte[] plist) {
    int keys = BinaryPlistBounds.countKeys(plist);
    NSObject root;
    try {
      root = BinaryPropertyListParser.parse(plist);
    } catch (PropertyListFormatException | UnsupportedEncodingException | RuntimeException e) {
      throw new UnreadableProfile("is no well-formed binary property list");
    }
    if (countKeys(root) != keys) {
      throw new UnreadableProfile("holds a dictionary with the same key twice");
    }
    return root;
  }

  private static int countKeys(NSObject node) {
    if (node instanceof NSDictionary dictionary) {
      return dictionary.count()
          + dictionary.values().stream().mapToInt(ProfileReader::countKeys).sum();
    }
    if (node instanceof NSArray array) {
      return Arrays.stream(array.getArray()).mapToInt(ProfileReader::countKeys).sum();
    }
    return 0;
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }
}
