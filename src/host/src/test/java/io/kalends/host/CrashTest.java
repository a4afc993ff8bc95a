package io.kalends.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.testkit.crash.CrashReport;
import io.kalends.testkit.crash.CrashScenario;
import io.kalends.testkit.crash.CrashSource;
import io.kalends.testkit.crash.SqliteStages;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The process dies before and after every call of a whole life, and the next one goes on: nothing
 * is lost, and nothing is minted that nobody knows of. Repeat one point with {@code
 * -Dkalends.crash.point=17:after}.
 */
@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
class CrashTest {

  @TempDir private Path folder;

  @Test
  void noCrashLosesAnythingWhereTheSourceCanRevoke() {
    try (CrashSource source = CrashSource.revocable()) {
      wholeAndSound(new CrashScenario(new SqliteStages(folder), source).run());
    }
  }

  @Test
  void noCrashLeavesAnythingUnlistedWhereTheSourceCannotRevoke() {
    try (CrashSource source = CrashSource.unrevocable()) {
      wholeAndSound(new CrashScenario(new SqliteStages(folder), source).run());
    }
  }

  private static void wholeAndSound(CrashReport report) {
    assertThat(report.failures()).isEmpty();
    assertThat(report.points()).isGreaterThan(100);
    if (System.getProperty(CrashScenario.POINT) == null) {
      assertThat(report.crashes()).isEqualTo(2 * report.points());
    }
  }
}
