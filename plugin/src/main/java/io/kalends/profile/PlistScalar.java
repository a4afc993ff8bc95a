package io.kalends.profile;

import com.dd.plist.NSData;
import com.dd.plist.NSDate;
import com.dd.plist.NSNumber;
import com.dd.plist.NSObject;
import com.dd.plist.NSString;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

/** Reads the simple values of an XML property list, each as the type it is written as. */
final class PlistScalar {

  private PlistScalar() {}

  static NSObject of(String element, String text) throws PlistContainer.Misplaced {
    try {
      return switch (element) {
        case "string" -> new NSString(text);
        case "integer" -> new NSNumber(Long.parseLong(text.strip()));
        case "real" -> new NSNumber(real(text.strip()));
        case "date" -> new NSDate(Date.from(Instant.parse(text.strip())));
        case "data" -> new NSData(Base64.getDecoder().decode(withoutSpace(text)));
        case "true", "false" -> flag(element, text);
        default -> throw new PlistContainer.Misplaced("has an element that no property list has");
      };
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new PlistContainer.Misplaced("has a value that is no " + element);
    }
  }

  private static NSObject flag(String element, String text) {
    if (!text.isBlank()) {
      throw new IllegalArgumentException("text in a boolean");
    }
    return new NSNumber(element.equals("true"));
  }

  /** Java's own syntax also knows hexadecimal floats and type suffixes; property lists do not. */
  private static double real(String text) {
    if (!text.matches("[+-]?[0-9]*\\.?[0-9]*([eE][+-]?[0-9]+)?")) {
      throw new IllegalArgumentException("not a decimal");
    }
    return Double.parseDouble(text);
  }

  private static String withoutSpace(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    text.chars().filter(c -> !Character.isWhitespace(c)).forEach(c -> kept.append((char) c));
    return kept.toString();
  }
}
