package io.kalends.testkit.crash;

import io.kalends.account.CredentialSource;
import io.kalends.testkit.SandboxIssuer;
import io.kalends.testkit.crash.CrashPoints.Point;
import io.kalends.testkit.crash.CrashPoints.Side;
import io.kalends.testkit.mdm.FakeMdm;
import io.kalends.testkit.mdm.Troubles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Lives the same life again and again, with a crash before and after each of its calls, and looks
 * at what is left. {@code -Dkalends.crash.point=17:after} repeats a single one.
 */
public final class CrashScenario {

  /** The system property that names the only point to crash at. */
  public static final String POINT = "kalends.crash.point";

  /** The organisation every life is lived in. */
  public static final String TENANT = "crash";

  /** Its MDM. */
  public static final String INSTANCE = "fake";

  private static final int MOST_FAILURES = 12;

  private final Supplier<Stage> stages;
  private final SandboxIssuer issuer;
  private final CredentialSource source;
  private final Company company = new Company();
  private long minted;

  /**
   * A scenario.
   *
   * @param stages makes a fresh one for each life
   * @param source mints, and what it really holds is known; shared by all lives
   */
  public CrashScenario(Supplier<Stage> stages, CrashSource source) {
    this.stages = stages;
    this.issuer = source.issuer();
    this.source = source.source();
  }

  /** Who must be in the issuer's directory. */
  static String[] people() {
    return new String[] {Cast.ANNA, Cast.BEN, Cast.CARA, Cast.DORA};
  }

  /**
   * Lives without a crash, then with one at every point, or only at the one {@link #POINT} names.
   *
   * @return what came of it; printed too
   */
  public CrashReport run() {
    long begun = System.nanoTime();
    String only = System.getProperty(POINT, "");
    List<String> failures = new ArrayList<>();
    CrashPoints none = CrashPoints.none();
    failures.addAll(lived(none));
    int crashes = 0;
    if (!only.isEmpty()) {
      CrashPoints one = CrashPoints.at(Point.parse(only));
      failures.addAll(lived(one));
      crashes = one.crashed() ? 1 : 0;
      one.calls().forEach(System.out::println);
    } else if (failures.isEmpty()) {
      crashes = everywhere(none, failures);
    }
    CrashReport report =
        new CrashReport(
            none.calls().size() - none.idle().size(),
            crashes,
            Duration.ofNanos(System.nanoTime() - begun),
            failures);
    System.out.println(report);
    return report;
  }

  /** Until the crash a life is the one without, so it gets to every one of its calls. */
  private int everywhere(CrashPoints whole, List<String> failures) {
    int crashes = 0;
    for (int number = 1; number <= whole.calls().size(); number++) {
      for (Side side : Side.values()) {
        if (!whole.idle().contains(number) && failures.size() < MOST_FAILURES) {
          CrashPoints points = CrashPoints.at(new Point(number, side));
          failures.addAll(lived(points));
          crashes += points.crashed() ? 1 : 0;
        }
      }
    }
    return crashes;
  }

  private List<String> lived(CrashPoints points) {
    Calendar calendar = new Calendar(issuer, minted);
    try (Stage stage = stages.get()) {
      FakeMdm mdm =
          new FakeMdm(company.signatures(stage.clock()), Troubles.onDemand(), stage.clock());
      List<String> wrong = new WholeLife(stage, calendar, mdm, points, source, company).live();
      return wrong.stream().map(text -> points.description() + ": " + text).toList();
    } finally {
      minted = calendar.last();
    }
  }
}
