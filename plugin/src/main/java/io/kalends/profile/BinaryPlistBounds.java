package io.kalends.profile;

/**
 * Walks a binary property list as its reader will, and refuses what would run away: references that
 * multiply, nesting, lengths beyond the file. Layout after Apple's CFBinaryPList.c.
 */
final class BinaryPlistBounds {

  private static final int HEADER = 8;
  private static final int TRAILER = 32;
  private static final long MAX_UNFOLDED_BYTES = 4L * ProfileReader.MAX_BYTES;

  private final byte[] plist;
  private final int offsetSize;
  private final int referenceSize;
  private final long objects;
  private final long table;
  private int valuesLeft = ProfileReader.MAX_VALUES;
  private long bytesLeft = MAX_UNFOLDED_BYTES;
  private int keys;

  private BinaryPlistBounds(byte[] plist) {
    this.plist = plist;
    require(plist.length > HEADER + TRAILER, "is cut short");
    this.offsetSize = plist[plist.length - 26];
    this.referenceSize = plist[plist.length - 25];
    this.objects = number(plist.length - 24, 8);
    this.table = number(plist.length - 8, 8);
    require(offsetSize >= 1 && offsetSize <= 8, "has a trailer that fits nothing");
    require(referenceSize >= 1 && referenceSize <= 8, "has a trailer that fits nothing");
    require(objects >= 1 && objects <= ProfileReader.MAX_VALUES, "counts too many values");
    require(table > HEADER && table < plist.length, "has its offset table outside the file");
    require(table + objects * offsetSize <= plist.length - TRAILER, "has its offset table cut");
  }

  /**
   * Measures.
   *
   * @param plist begins with the magic of a binary property list
   * @return how many keys all dictionaries hold together, each time they are referred to
   * @throws UnreadableProfile when a bound is broken
   */
  static int countKeys(byte[] plist) {
    BinaryPlistBounds bounds = new BinaryPlistBounds(plist);
    bounds.visit(bounds.number(plist.length - 16, 8), 1);
    return bounds.keys;
  }

  private void visit(long object, int depth) {
    require(depth <= ProfileReader.MAX_DEPTH, "is nested too deeply");
    require(valuesLeft-- > 0, "unfolds to too many values");
    long offset = offsetOf(object);
    int low = plist[(int) offset] & 0x0F;
    switch ((plist[(int) offset] & 0xF0) >> 4) {
      case 0x0 -> require(low == 8 || low == 9, "holds a value that no profile has");
      case 0x1 -> leaf(offset + 1, low <= 3 ? 1L << low : Long.MAX_VALUE);
      case 0x2 -> leaf(offset + 1, low == 2 || low == 3 ? 1L << low : Long.MAX_VALUE);
      case 0x3 -> leaf(offset + 1, low == 3 ? 8 : Long.MAX_VALUE);
      case 0x4, 0x5 -> leaf(content(offset, low), count(offset, low));
      case 0x6 -> leaf(content(offset, low), 2 * count(offset, low));
      case 0xA -> references(content(offset, low), count(offset, low), depth);
      case 0xD -> dictionary(content(offset, low), count(offset, low), depth);
      default -> throw new UnreadableProfile("holds a value that no profile has");
    }
  }

  private void leaf(long start, long length) {
    requireInside(start, length);
    bytesLeft -= length;
    require(bytesLeft >= 0, "unfolds to too many bytes");
  }

  private void references(long start, long count, int depth) {
    requireInside(start, count * referenceSize);
    for (long i = 0; i < count; i++) {
      visit(number((int) (start + i * referenceSize), referenceSize), depth + 1);
    }
  }

  private void dictionary(long start, long count, int depth) {
    requireInside(start, 2 * count * referenceSize);
    for (long i = 0; i < count; i++) {
      long key = number((int) (start + i * referenceSize), referenceSize);
      int type = plist[(int) offsetOf(key)] & 0xF0;
      require(type == 0x50 || type == 0x60, "holds a key that is no string");
    }
    keys += (int) count;
    references(start, 2 * count, depth);
  }

  /** A count of 15 says that the real one follows as an integer. */
  private long count(long offset, int low) {
    if (low != 0x0F) {
      return low;
    }
    requireInside(offset + 1, 1L + countSize(offset));
    long count = number((int) offset + 2, countSize(offset));
    require(count >= 0 && count <= plist.length, "has a length beyond its end");
    return count;
  }

  private long content(long offset, int low) {
    return low != 0x0F ? offset + 1 : offset + 2 + countSize(offset);
  }

  private int countSize(long offset) {
    int marker = plist[(int) offset + 1];
    require((marker & 0xF0) == 0x10 && (marker & 0x0F) <= 3, "has a length that is no integer");
    return 1 << (marker & 0x0F);
  }

  private long offsetOf(long object) {
    require(object >= 0 && object < objects, "refers to a value that is not there");
    long offset = number((int) (table + object * offsetSize), offsetSize);
    require(offset >= HEADER && offset < table, "refers to a place outside its values");
    return offset;
  }

  private void requireInside(long start, long length) {
    require(length <= plist.length && start + length <= table, "has a value beyond its end");
  }

  private long number(int start, int size) {
    long number = 0;
    for (int i = start; i < start + size; i++) {
      number = (number << 8) | (plist[i] & 0xFF);
    }
    return number;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new UnreadableProfile("the binary property list " + otherwise);
    }
  }
}
