package io.kalends.bench;

import java.util.Arrays;

/** How long answers took, in nanoseconds. */
public final class Latencies {

  private long[] nanos = new long[1 << 16];
  private int count;
  private int refused;

  Latencies() {}

  void add(long one) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = one;
  }

  /** An answer with another status than expected: counted, not timed. */
  void addRefused() {
    refused++;
  }

  /**
   * How many were as expected.
   *
   * @return those that are timed
   */
  public int count() {
    return count;
  }

  /**
   * How many had another status.
   *
   * @return those that are not timed
   */
  public int refused() {
    return refused;
  }

  /**
   * What so many of a hundred stay below.
   *
   * @param percent above 0, up to 100
   * @return microseconds
   */
  public double percentile(double percent) {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    int at = (int) Math.ceil(percent / 100 * count) - 1;
    return count == 0 ? Double.NaN : sorted[Math.max(0, at)] / 1e3;
  }
}
