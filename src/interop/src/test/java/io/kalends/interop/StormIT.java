package io.kalends.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.ledger.JdbcLedger;
import io.kalends.ledger.Ledger.Instance;
import io.kalends.report.Leftover;
import io.kalends.report.Reports;
import io.kalends.store.Database;
import io.kalends.store.DatabasePlace;
import io.kalends.testkit.program.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The storm with kill -9: real services, killed at random while devices enroll; the issuer and the
 * MDM behind them misbehave. 200 devices and 3 kills; {@code -Dkalends.storm=2000} makes it 2,000
 * and 20.
 */
@Timeout(1800)
class StormIT {

  private static final int DEVICES = Integer.getInteger("kalends.storm", 200);
  private static final int KILLS = DEVICES >= 2000 ? 20 : 3;

  private static PostgresServer server;

  @TempDir private Path folder;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void oneServiceOnSqliteWhoseSourceCanRevokeLeavesNothingBehind() throws IOException {
    weather("{file: kalends.db}", DatabasePlace.file(folder.resolve("kalends.db")), "issuer", 1);
  }

  @Test
  void oneServiceOnSqliteWhoseSourceCannotRevokeListsWhatItLeft() throws IOException {
    weather("{file: kalends.db}", DatabasePlace.file(folder.resolve("kalends.db")), "feishu", 1);
  }

  @Test
  void oneServiceOnPostgresLosesNothing() throws IOException {
    weather(postgres("one"), DatabasePlace.postgres(server.settings("one")), "issuer", 1);
  }

  @Test
  void threeServicesShareOnePostgresAndLoseNothing() throws IOException {
    weather(postgres("three"), DatabasePlace.postgres(server.settings("three")), "feishu", 3);
  }

  private void weather(String database, DatabasePlace place, String source, int services)
      throws IOException {
    long seed = Long.getLong("kalends.seed", new SecureRandom().nextLong());
    Runnable once = database.contains("postgres") ? StormIT::crashPostgres : () -> {};
    try (Storm storm = new Storm(folder, DEVICES, seed).served(database, source, services)) {
      storm.enrollAll(KILLS, once);
      storm.someLeave();
      storm.nodes().forEach(ServiceNode::close);
      storm.nodes().forEach(ServiceNode::restart);
      storm.nodes().forEach(ServiceNode::listening);
      storm.await("the ledger to be at rest", () -> atRest(storm, source));
      storm.nodes().forEach(ServiceNode::close);
      try (Database ledger = place.open(JdbcLedger.class, Clock.systemUTC())) {
        judge(storm, new Reports(ledger), source);
      }
      assertNoSecret(storm.secrets());
    }
  }

  private static void crashPostgres() {
    server.crash();
    server.startAgain();
  }

  /**
   * Every leaver's step to the end was logged, and nothing of them is live where that can be had.
   */
  private static boolean atRest(Storm storm, String source) {
    int leavers = DEVICES - storm.staying().size();
    long gone =
        storm.nodes().stream()
            .flatMap(n -> n.output().lines())
            .filter(l -> l.contains(" to=GONE "))
            .count();
    boolean revoked = storm.activeLabels().size() == storm.staying().size();
    return gone >= leavers && (source.equals("feishu") || revoked);
  }

  private static void judge(Storm storm, Reports reports, String source) {
    List<String> active = storm.activeLabels();
    List<String> held = storm.heldLabels();
    assertThat(storm.staying()).allMatch(device -> storm.accounts(device).size() == 1);
    assertThat(held).hasSize(storm.staying().size()).doesNotHaveDuplicates();
    Instance of = new Instance(Storm.TENANT, Storm.INSTANCE);
    System.out.println("storm: " + reports.counts(of));
    List<String> orphans = labels(reports.possibleOrphans(Storm.TENANT, 0, 1_000).rows());
    List<String> owed = labels(reports.owed(Storm.TENANT, 0, 1_000).rows());
    System.out.printf(
        "storm: %d active, %d held, %d owed, %d possible orphans%n",
        active.size(), held.size(), owed.size(), orphans.size());
    List<String> unexplained = new ArrayList<>(active);
    unexplained.removeAll(held);
    if (source.equals("issuer")) {
      assertThat(unexplained).isEmpty();
      assertThat(orphans).isEmpty();
      assertThat(owed).isEmpty();
    } else {
      unexplained.removeAll(owed);
      assertThat(Set.copyOf(orphans)).containsAll(unexplained);
    }
  }

  private static List<String> labels(List<Leftover> leftovers) {
    return leftovers.stream().map(Leftover::label).toList();
  }

  /** Neither in the database, its log or a dump, nor in what the services said. */
  private void assertNoSecret(List<String> secrets) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files =
          all.filter(Files::isRegularFile)
              .filter(f -> f.toString().matches(".*(kalends\\.db.*|\\.log)"))
              .toList();
    }
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      for (String secret : secrets) {
        assertThat(content.contains(secret)).as("a secret in " + file.getFileName()).isFalse();
      }
    }
  }

  private String postgres(String schema) throws IOException {
    Path password = folder.resolve("postgres.password");
    Files.writeString(password, server.secret());
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
    return "{postgres: {url: '%s', user: %s, passwordFile: postgres.password, schema: %s}}"
        .formatted(server.url("kalends"), PostgresServer.USER, schema);
  }
}
