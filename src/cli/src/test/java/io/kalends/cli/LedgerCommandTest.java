package io.kalends.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.ledger.JdbcLedger;
import io.kalends.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger as an administrator looks after it while no service runs. */
class LedgerCommandTest {

  @TempDir private Path folder;

  @BeforeEach
  void configuration() throws IOException {
    CommandRun keys = CommandRun.of("keys", "init", folder.resolve("master.keys").toString());
    assertThat(keys.exit()).as(keys.everything()).isZero();
    Files.writeString(folder.resolve("shared.secret"), "fake-shared-secret-0123456789abcdef");
    Files.writeString(
        folder.resolve("kalends.yaml"),
        """
        tenant: acme
        database: {file: kalends.db}
        masterKeys: {file: master.keys}
        sources:
          - {name: calendar, type: issuer, tokenFile: tokens}
        instances:
          - {name: office, type: generic, source: calendar, secrets: {secret: shared.secret}}
        """);
  }

  @Test
  void pausesAndGoesOn() {
    assertThat(run("ledger", "guards").out()).contains("Nothing is stopped.");
    done(run("ledger", "pause", "--reason", "the MDM is moved", "--by", "eve"));
    done(run("ledger", "pause", "--instance", "office", "--reason", "tests"));
    assertThat(run("ledger", "guards").out())
        .contains("pause  (all)  since 20", "by eve  the MDM is moved", "pause  office", "tests");
    assertThat(run("ledger", "resume").out()).contains("Everything goes on.");
    assertThat(run("ledger", "resume").out()).contains("Everything was not paused.");
    assertThat(run("ledger", "resume", "--instance", "office").out()).contains("office goes on.");
    assertThat(run("ledger", "guards").out()).contains("Nothing is stopped.");
  }

  @Test
  void anInstanceThatNobodyConfiguredIsRefusedWithThoseThereAre() {
    CommandRun run = run("ledger", "pause", "--instance", "ofice", "--reason", "tests");
    assertThat(run.exit()).isEqualTo(ExitCode.INVALID_INPUT.number());
    assertThat(run.err()).contains("no 'ofice'", "there are: office");
  }

  @Test
  void allowsWithdrawalsThatWereStoppedOnlyWhenSomebodySaysYes() {
    String[] allow = {"ledger", "allow-withdrawals", "--instance", "office"};
    assertThat(run(allow).out()).contains("No withdrawals were stopped.");
    stopped();
    CommandRun unasked = run(allow);
    assertThat(unasked.exit()).isEqualTo(ExitCode.ACTION_REQUIRED.number());
    assertThat(unasked.err()).contains("office: all 2 enrollments are gone");
    assertThat(run("ledger", "guards").out()).contains("withdrawals  office");
    CommandRun yes =
        run("ledger", "allow-withdrawals", "--instance", "office", "--yes", "--by", "eve");
    assertThat(yes.out()).contains("Up to 2 are withdrawn by the next pass.");
    assertThat(run("ledger", "guards").out()).contains("withdrawals-allowed  office", "by eve");
  }

  @Test
  void importsATableOfEnrollments() throws IOException {
    Path csv = folder.resolve("devices.csv");
    Files.writeString(csv, "enrollment,platform,owner\nA,ios,ann@example.org\nB,android,\n");
    String[] dry = {"enrollments", "import", "--instance", "office", "--dry-run", csv.toString()};
    assertThat(run(dry).out()).contains("Would be: 2 new, 0 changed, 0 the same, 0 back.");
    assertThat(facts()).isZero();
    String[] real = {"enrollments", "import", "--instance", "office", csv.toString()};
    assertThat(run(real).out()).contains("Done: 2 new");
    done(run(real));
    assertThat(facts()).isEqualTo(2);
    Files.writeString(csv, "enrollment,platform,owner\nC,ios,\nD,beos,\n");
    CommandRun bad = run(real);
    assertThat(bad.exit()).isEqualTo(ExitCode.INVALID_INPUT.number());
    assertThat(bad.err()).contains("devices.csv: csv: line 3: platform");
    assertThat(facts()).as("nothing more").isZero();
    CommandRun nowhere = run("enrollments", "import", "--instance", "x", csv.toString());
    assertThat(nowhere.exit()).isEqualTo(ExitCode.INVALID_INPUT.number());
  }

  /** As a pass of the service leaves it behind. */
  private void stopped() {
    try (Database database = database()) {
      database.write(
          "stop",
          connection -> {
            try (PreparedStatement insert =
                connection.prepareStatement(
                    "INSERT INTO guard (tenant, instance, name, since_millis, actor, amount,"
                        + " detail) VALUES ('acme', 'office', 'withdrawals', 0, 'node-1', 2, ?)")) {
              insert.setString(1, "all 2 enrollments are gone, as if the MDM's list were empty");
              return insert.executeUpdate();
            }
          });
    }
  }

  /** How many facts wait to be applied; they are applied by that. */
  private int facts() {
    try (Database database = database()) {
      return new JdbcLedger(database, (of, device) -> false).apply(100);
    }
  }

  private Database database() {
    return Database.openFile(folder.resolve("kalends.db"), JdbcLedger.class);
  }

  private CommandRun run(String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    all.add(2, "--config");
    all.add(3, folder.resolve("kalends.yaml").toString());
    return CommandRun.of(all.toArray(String[]::new));
  }

  private static void done(CommandRun run) {
    assertThat(run.exit()).as(run.everything()).isZero();
  }
}
