package io.kalends.profile;

import com.dd.plist.NSArray;
import com.dd.plist.NSData;
import com.dd.plist.NSDate;
import com.dd.plist.NSDictionary;
import com.dd.plist.NSObject;
import com.dd.plist.NSString;
import io.kalends.secret.Secret;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A profile for people: its tree, aligned, safe to print on a terminal. Every value under a key
 * that speaks of a password or another secret is masked; data is told by length and kind; whatever
 * could turn a line around or move the cursor is shown as its code point.
 */
public final class ProfileText {

  private static final Pattern SECRET =
      Pattern.compile("password|passphrase|passcode|secret|token", Pattern.CASE_INSENSITIVE);
  private static final Pattern LOGIN_IN_URL = Pattern.compile("://[^/?#]*@");

  private final StringBuilder shown = new StringBuilder();

  private ProfileText() {}

  /**
   * Shows an unsigned profile.
   *
   * @param profile as {@link ProfileReader#read} gave it
   * @return lines, each ended by a line feed
   */
  public static String of(NSDictionary profile) {
    ProfileText text = new ProfileText();
    text.dictionary(profile, "");
    return text.shown.toString();
  }

  private void dictionary(NSDictionary dictionary, String indent) {
    Map<String, NSObject> simple = new TreeMap<>();
    Map<String, NSObject> nested = new TreeMap<>();
    dictionary.forEach(
        (key, value) -> (isNested(key, value) ? nested : simple).put(Shown.key(key), value));
    int width = simple.keySet().stream().mapToInt(String::length).max().orElse(0);
    simple.forEach(
        (key, value) ->
            line(
                "%s%s  %s"
                    .formatted(
                        indent, padded(key, width), isSecret(key, value) ? mask() : one(value))));
    nested.forEach((key, value) -> nested(indent + key, value, indent + "  "));
  }

  private void nested(String title, NSObject value, String indent) {
    line(title);
    if (value instanceof NSDictionary dictionary) {
      dictionary(dictionary, indent);
    } else if (value instanceof NSArray array) {
      for (int i = 0; i < array.count(); i++) {
        NSObject element = array.objectAtIndex(i);
        if (element instanceof NSDictionary || element instanceof NSArray) {
          nested(indent + "[" + i + "]", element, indent + "  ");
        } else {
          line(indent + "[" + i + "]  " + one(element));
        }
      }
    }
  }

  private void line(String line) {
    shown.append(line.stripTrailing()).append('\n');
  }

  private static String padded(String key, int width) {
    return key + " ".repeat(width - key.length());
  }

  private static boolean isNested(String key, NSObject value) {
    return (value instanceof NSDictionary || value instanceof NSArray) && !isSecret(key, value);
  }

  /** A flag such as HasRemovalPasscode tells no secret. */
  private static boolean isSecret(String key, NSObject value) {
    return PlistKind.of(value) != PlistKind.BOOLEAN && SECRET.matcher(key).find();
  }

  private static String mask() {
    return Secret.MASK;
  }

  private static String one(NSObject value) {
    if (value instanceof NSString text) {
      return Shown.quoted(
          LOGIN_IN_URL.matcher(text.getContent()).replaceAll("://" + Secret.MASK + "@"));
    }
    if (value instanceof NSData data) {
      return "data, %d bytes (%s)".formatted(data.length(), kind(data.bytes()));
    }
    if (value instanceof NSDate date) {
      return date.getDate().toInstant().toString();
    }
    return value.toString().toLowerCase(Locale.ROOT);
  }

  private static String kind(byte[] data) {
    if (data.length > 1 && data[0] == 0x30 && (data[1] & 0x80) != 0) {
      return "ASN.1: a certificate, key or CMS structure";
    }
    return data.length > 0 && data[0] == '<' ? "text with markup" : "binary";
  }
}
