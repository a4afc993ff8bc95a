package io.kalends.profile;

import com.dd.plist.NSArray;
import com.dd.plist.NSDictionary;
import com.dd.plist.NSObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is being filled while a property list is read. */
sealed interface PlistContainer {

  /** Takes a key. */
  void key(String key) throws Misplaced;

  /** Takes a value. */
  void value(NSObject value) throws Misplaced;

  /** Nothing more comes. */
  NSObject end() throws Misplaced;

  /** Something stands where it must not. */
  final class Misplaced extends Exception {
    private final String why;

    Misplaced(String why) {
      super(why);
      this.why = why;
    }

    String why() {
      return why;
    }
  }

  /** The one value of the document. */
  final class Root implements PlistContainer {
    private @Nullable NSObject content;

    @Override
    public void key(String key) throws Misplaced {
      throw new Misplaced("has a key outside of any dictionary");
    }

    @Override
    public void value(NSObject value) throws Misplaced {
      if (content != null) {
        throw new Misplaced("holds more than one value at its root");
      }
      content = value;
    }

    @Override
    public NSObject end() {
      if (content == null) {
        throw new UnreadableProfile("holds nothing");
      }
      return content;
    }
  }

  /** Keys and values in turn. */
  final class Dictionary implements PlistContainer {
    private final NSDictionary content = new NSDictionary();
    private @Nullable String pending;

    @Override
    public void key(String key) throws Misplaced {
      if (pending != null) {
        throw new Misplaced("has a key without a value");
      }
      if (content.containsKey(key)) {
        throw new Misplaced("has the key " + Shown.quoted(key) + " twice in one dictionary");
      }
      pending = key;
    }

    @Override
    public void value(NSObject value) throws Misplaced {
      if (pending == null) {
        throw new Misplaced("has a value without a key");
      }
      content.put(pending, value);
      pending = null;
    }

    @Override
    public NSObject end() throws Misplaced {
      if (pending != null) {
        throw new Misplaced("has a key without a value");
      }
      return content;
    }
  }

  /** Values in order. */
  final class Array implements PlistContainer {
    private final List<NSObject> content = new ArrayList<>();

    @Override
    public void key(String key) throws Misplaced {
      throw new Misplaced("has a key outside of any dictionary");
    }

    @Override
    public void value(NSObject value) {
      content.add(value);
    }

    @Override
    public NSObject end() {
      return new NSArray(content.toArray(new NSObject[0]));
    }
  }
}
