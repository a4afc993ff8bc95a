package io.kalends.signing;

import java.util.Arrays;
import org.jspecify.annotations.NullMarked;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Times of the stages within one iteration. JMH reports what its public methods return: medians,
 * which an operation interrupted by other work does not move.
 */
@NullMarked
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class StageTimes {

  private static final int MOST = 1 << 17;

  private final long[][] nanoseconds = new long[5][MOST];
  private int count;

  /** Forgets the iteration before. */
  @Setup(Level.Iteration)
  public void reset() {
    count = 0;
  }

  void add(long raw, long build, long sign, long verify, long whole) {
    if (count < MOST) {
      nanoseconds[0][count] = raw;
      nanoseconds[1][count] = build;
      nanoseconds[2][count] = sign;
      nanoseconds[3][count] = verify;
      nanoseconds[4][count] = whole;
      count++;
    }
  }

  /** Median of the bare private-key operation, in microseconds. */
  public double raw() {
    return median(0);
  }

  /** Median of building the profile, in microseconds. */
  public double build() {
    return median(1);
  }

  /** Median of signing without verifying, in microseconds. */
  public double signOnly() {
    return median(2);
  }

  /** Median of verifying what was signed, in microseconds. */
  public double selfVerify() {
    return median(3);
  }

  /** Median of the whole, in microseconds. */
  public double whole() {
    return median(4);
  }

  private double median(int stage) {
    long[] sorted = Arrays.copyOf(nanoseconds[stage], count);
    Arrays.sort(sorted);
    return count == 0 ? Double.NaN : sorted[count / 2] / 1e3;
  }
}
