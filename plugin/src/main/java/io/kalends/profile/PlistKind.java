package io.kalends.profile;

import com.dd.plist.NSArray;
import com.dd.plist.NSData;
import com.dd.plist.NSDate;
import com.dd.plist.NSDictionary;
import com.dd.plist.NSNumber;
import com.dd.plist.NSObject;
import com.dd.plist.NSString;
import java.util.Locale;

/** The types of a property list that a profile may hold. */
enum PlistKind {
  STRING,
  INTEGER,
  REAL,
  BOOLEAN,
  DATE,
  DATA,
  ARRAY,
  DICTIONARY;

  static PlistKind of(NSObject node) {
    if (node instanceof NSNumber number) {
      return number.isBoolean() ? BOOLEAN : number.isInteger() ? INTEGER : REAL;
    }
    if (node instanceof NSString) {
      return STRING;
    }
    if (node instanceof NSData) {
      return DATA;
    }
    if (node instanceof NSDate) {
      return DATE;
    }
    if (node instanceof NSDictionary) {
      return DICTIONARY;
    }
    if (node instanceof NSArray) {
      return ARRAY;
    }
    throw new UnreadableProfile("a profile holds no " + node.getClass().getSimpleName());
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
