package io.kalends.issuer.roster;

/** More people would leave than happens on an ordinary day: perhaps half a file. Nobody left. */
public final class TooManyLeavers extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  private static final int ALWAYS = 5;
  private static final int PART = 50;

  private final int leaving;

  private TooManyLeavers(int leaving, int present) {
    super(
        leaving
            + " of "
            + present
            + " people would leave, and their credentials be revoked for good; if that is right,"
            + " say so with leavers "
            + leaving);
    this.leaving = leaving;
  }

  /** How many would leave. */
  public int leaving() {
    return leaving;
  }

  /** Five leave without question, in a large company one in fifty. */
  static void check(int leaving, int present, int confirmed) {
    if (leaving > Math.max(Math.max(ALWAYS, present / PART), confirmed)) {
      throw new TooManyLeavers(leaving, present);
    }
  }
}
