package io.kalends.issuer.contract;

/**
 * How many calls one app may make in one tenant. Both windows hold at any moment, not by the
 * clock's full seconds and minutes.
 *
 * @param perSecond in any second; positive, but for {@link #NONE}
 * @param perMinute in any minute; positive, but for {@link #NONE}
 */
public record Limits(int perSecond, int perMinute) {

  /** What the contract says. */
  public static final Limits CONTRACT = new Limits(50, 1000);

  /** No limit at all. */
  public static final Limits NONE = new Limits(0, 0);

  private static final int MAX = 1_000_000;

  /** Checks the figures. */
  public Limits {
    boolean none = perSecond == 0 && perMinute == 0;
    if (!none && (perSecond < 1 || perMinute < 1 || perSecond > MAX || perMinute > MAX)) {
      throw new IllegalArgumentException(
          "limits: perSecond and perMinute must be between 1 and " + MAX + ", or both 0 for none");
    }
  }

  /** Whether nothing is counted. */
  public boolean isNone() {
    return perMinute == 0;
  }
}
