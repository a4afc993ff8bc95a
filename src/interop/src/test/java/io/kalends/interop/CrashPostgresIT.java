package io.kalends.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.testkit.crash.CrashReport;
import io.kalends.testkit.crash.CrashScenario;
import io.kalends.testkit.crash.CrashSource;
import io.kalends.testkit.program.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The crash test of {@code mvn verify}, on a real PostgreSQL. */
@Timeout(1_800)
class CrashPostgresIT {

  private static PostgresServer server;
  private static PostgresStages stages;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
    stages = new PostgresStages(server.settings("crash"));
  }

  @AfterAll
  static void stopServer() {
    stages.close();
    server.close();
  }

  @Test
  void noCrashLosesAnythingWhereTheSourceCanRevoke() {
    try (CrashSource source = CrashSource.revocable()) {
      wholeAndSound(new CrashScenario(stages, source).run());
    }
  }

  @Test
  void noCrashLeavesAnythingUnlistedWhereTheSourceCannotRevoke() {
    try (CrashSource source = CrashSource.unrevocable()) {
      wholeAndSound(new CrashScenario(stages, source).run());
    }
  }

  /** Time does not stand still here, so now and then a point is one that only some lives have. */
  private static void wholeAndSound(CrashReport report) {
    assertThat(report.failures()).isEmpty();
    assertThat(report.points()).isGreaterThan(100);
    if (System.getProperty(CrashScenario.POINT) == null) {
      assertThat(report.crashes()).isGreaterThan(2 * report.points() - 20);
    }
  }
}
