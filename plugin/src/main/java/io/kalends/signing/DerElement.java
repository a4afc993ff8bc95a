package io.kalends.signing;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One element of strict DER, as a window into the bytes around it: definite lengths in the fewest
 * octets, integers in the fewest octets, single-octet tags, nothing beyond the end. Reads without
 * copying and never trusts a length.
 */
final class DerElement {

  static final int INTEGER = 0x02;
  static final int BIT_STRING = 0x03;
  static final int OCTET_STRING = 0x04;
  static final int NULL = 0x05;
  static final int OBJECT_IDENTIFIER = 0x06;
  static final int UTC_TIME = 0x17;
  static final int GENERALIZED_TIME = 0x18;
  static final int SEQUENCE = 0x30;
  static final int SET = 0x31;

  /** The tag {@code [0]}, constructed. */
  static final int CONTEXT_0 = 0xA0;

  private static final int CONSTRUCTED = 0x20;
  private static final int MULTI_BYTE_TAG = 0x1F;
  private static final int DEEPEST = 32;

  private final byte[] data;
  private final int start;
  private final int content;
  private final int end;

  private DerElement(byte[] data, int start, int content, int end) {
    this.data = data;
    this.start = start;
    this.content = content;
    this.end = end;
  }

  /** The one element that the bytes consist of. */
  static DerElement only(byte[] data) throws MalformedCms {
    DerElement element = read(data, 0, data.length);
    if (element.end != data.length) {
      throw malformed(element.end, (data.length - element.end) + " bytes follow after the end");
    }
    return element;
  }

  private static DerElement read(byte[] data, int start, int limit) throws MalformedCms {
    if (limit - start < 2) {
      throw malformed(start, "the data ends in the middle of an element");
    }
    if ((data[start] & MULTI_BYTE_TAG) == MULTI_BYTE_TAG) {
      throw malformed(start, "a tag of several octets has no place here");
    }
    int first = data[start + 1] & 0xFF;
    int content = start + 2;
    long length = first;
    if (first == 0x80) {
      throw malformed(start, "indefinite length: this is BER; Apple asks for DER, sign again");
    }
    if (first > 0x80) {
      int octets = first & 0x7F;
      if (octets > 4 || octets > limit - content) {
        throw malformed(start, "a length goes beyond the end");
      }
      length = 0;
      for (int i = 0; i < octets; i++) {
        length = (length << 8) | (data[content + i] & 0xFF);
      }
      if (length < 0x80 || data[content] == 0) {
        throw malformed(start, "a length has more octets than it needs: this is BER, not DER");
      }
      content += octets;
    }
    if (length > limit - content) {
      throw malformed(start, "a length goes beyond the end");
    }
    return new DerElement(data, start, content, content + (int) length);
  }

  int tag() {
    return data[start] & 0xFF;
  }

  boolean is(int tag) {
    return tag() == tag;
  }

  /** The elements inside, in order. */
  List<DerElement> children() throws MalformedCms {
    List<DerElement> children = new ArrayList<>(8);
    for (int at = content; at < end; ) {
      DerElement child = read(data, at, end);
      children.add(child);
      at = child.end;
    }
    return children;
  }

  /** A copy of the whole element, tag and length included. */
  byte[] encoded() {
    return Arrays.copyOfRange(data, start, end);
  }

  /** A copy of what is inside. */
  byte[] contents() {
    return Arrays.copyOfRange(data, content, end);
  }

  int length() {
    return end - content;
  }

  /** The same element under another tag: SignedData signs its {@code [0]} attributes as a SET. */
  byte[] encodedAs(int tag) {
    byte[] copy = encoded();
    copy[0] = (byte) tag;
    return copy;
  }

  void digest(MessageDigest digest) {
    digest.update(data, content, end - content);
  }

  boolean hasContents(byte[] expected) {
    return Arrays.equals(data, content, end, expected, 0, expected.length);
  }

  boolean hasEncoding(byte[] expected) {
    return Arrays.equals(data, start, end, expected, 0, expected.length);
  }

  /** The order of a DER SET OF (X.690 section 11.6). */
  boolean isBefore(DerElement next) {
    return Arrays.compareUnsigned(data, start, end, next.data, next.start, next.end) < 0;
  }

  /** Reads everything below, so that one bad length anywhere is found. */
  void requireStrict() throws MalformedCms {
    requireStrict(DEEPEST);
  }

  private void requireStrict(int depth) throws MalformedCms {
    if (depth == 0) {
      throw malformed(start, "nested deeper than " + DEEPEST + " levels");
    }
    if ((tag() & CONSTRUCTED) != 0) {
      for (DerElement child : children()) {
        child.requireStrict(depth - 1);
      }
    } else if ((is(INTEGER) && !isMinimalInteger()) || (is(NULL) && length() != 0)) {
      throw malformed(start, "a value has more octets than it needs: this is BER, not DER");
    }
  }

  private boolean isMinimalInteger() {
    if (length() < 2) {
      return length() == 1;
    }
    boolean nextIsNegative = data[content + 1] < 0;
    return !(data[content] == 0 && !nextIsNegative) && !(data[content] == -1 && nextIsNegative);
  }

  private static MalformedCms malformed(int offset, String text) {
    return new MalformedCms("byte " + offset, text);
  }
}
