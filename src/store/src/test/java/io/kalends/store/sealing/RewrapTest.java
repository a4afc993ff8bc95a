package io.kalends.store.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.store.Database;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RewrapTest {

  private static final SecureRandom RANDOM = new SecureRandom();

  private static final SealedColumn ACCOUNTS =
      new SealedColumn(
          "entry",
          List.of("id"),
          "account",
          List.of("tenant", "generation"),
          row -> place(row.getString("tenant"), row.getInt("generation")));

  private static final SealedColumn TOKENS =
      new SealedColumn(
          "grant_of_owner",
          List.of("tenant", "owner"),
          "token",
          List.of(),
          row -> row.getString("tenant") + "/" + row.getString("owner") + "/token");

  private final MasterKeys older = ring("k2025");
  private final MasterKeys newer = ring("k2026");
  private final Sealer before = new Sealer(older, RANDOM);
  private final Sealer between = new Sealer(newer.openingAlso(older), RANDOM);
  private final Sealer after = new Sealer(newer, RANDOM);

  @TempDir private Path folder;
  private Database database;

  @BeforeEach
  void open() {
    database = Database.openFile(folder.resolve("boxes.db"), RewrapTest.class);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void afterwardsTheOldKeyIsOfNoMoreUse() {
    int rows = 1203;
    fill(before, 1, rows);
    fill(between, rows + 1, rows + 4);
    add("a-tenant", rows + 5, new byte[0], true);
    Rewrap.Outcome outcome = new Rewrap(database, between).run(ACCOUNTS);
    assertThat(outcome).isEqualTo(new Rewrap.Outcome(rows, 0, List.of()));
    assertThat(outcome.isComplete()).isTrue();
    assertThat(opened(after)).hasSize(rows + 4).allMatch(text -> text.startsWith("password "));
    assertThat(new Rewrap(database, between).run(ACCOUNTS))
        .isEqualTo(new Rewrap.Outcome(0, 0, List.of()));
  }

  @Test
  void whatDoesNotOpenIsNamedAndTheRestIsDone() {
    fill(before, 1, 3);
    add("a-tenant", 4, before.seal(password(4), "another place"), false);
    add("a-tenant", 5, new Sealer(ring("k2019"), RANDOM).seal(password(5), "x"), false);
    add("a-tenant", 6, "no box".getBytes(UTF_8), false);
    add("no tenant", 7, before.seal(password(7), place("a-tenant", 7)), false);
    fill(before, 8, 9);
    Rewrap.Outcome outcome = new Rewrap(database, between).run(ACCOUNTS);
    assertThat(outcome.done()).isEqualTo(5);
    assertThat(outcome.left()).isZero();
    assertThat(outcome.isComplete()).isFalse();
    assertThat(outcome.failed()).extracting(Rewrap.Failed::id).containsExactly("4", "5", "6", "7");
    assertThat(outcome.failed())
        .extracting(Rewrap.Failed::reason)
        .satisfiesExactly(
            reason -> assertThat(reason).contains("another place"),
            reason -> assertThat(reason).contains("'k2019'"),
            reason -> assertThat(reason).contains("not a sealed box"),
            reason -> assertThat(reason).contains("makes no sense").contains("bad tenant"));
  }

  @Test
  void keysOfSeveralColumnsAreWalkedInTheirOrder() {
    int tenants = 11;
    int owners = 60;
    database.write(
        "fill",
        c -> {
          for (int i = 0; i < tenants * owners; i++) {
            String tenant = "t" + i % tenants;
            String owner = "o\u001b" + i / tenants;
            byte[] box = before.seal(password(i), tenant + "/" + owner + "/token");
            insert(c, "INSERT INTO grant_of_owner VALUES (?, ?, ?)", tenant, owner, box);
          }
          insert(c, "INSERT INTO grant_of_owner VALUES (?, ?, ?)", "t5", "\u001b[2J", new byte[9]);
          return tenants;
        });
    Rewrap.Outcome outcome = new Rewrap(database, between).run(TOKENS);
    assertThat(outcome.done()).isEqualTo((long) tenants * owners);
    assertThat(outcome.failed()).extracting(Rewrap.Failed::id).containsExactly("t5/?[2J");
  }

  @Test
  void twoAtOnceDoEachBoxOnce() throws Exception {
    int rows = 2100;
    fill(before, 1, rows);
    CyclicBarrier start = new CyclicBarrier(2);
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      List<Future<Rewrap.Outcome>> both = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        both.add(
            pool.submit(
                () -> {
                  start.await(30, TimeUnit.SECONDS);
                  return new Rewrap(database, between).run(ACCOUNTS);
                }));
      }
      long done = 0;
      for (Future<Rewrap.Outcome> one : both) {
        assertThat(one.get().isComplete()).isTrue();
        done += one.get().done();
      }
      assertThat(done).isEqualTo(rows);
    } finally {
      pool.shutdownNow();
    }
    assertThat(opened(after)).hasSize(rows);
  }

  @Test
  void aBoxThatChangesMeanwhileIsLeftAloneAndWhatIsStillOldIsCounted() {
    fill(before, 1, 4);
    Sealer meddling = new Sealer(newer.openingAlso(older), new Meddler(1, this::meddle));
    Rewrap.Outcome outcome = new Rewrap(database, meddling).run(ACCOUNTS);
    assertThat(outcome).isEqualTo(new Rewrap.Outcome(1, 1, List.of()));
    assertThat(outcome.isComplete()).isFalse();
    assertThat(new Rewrap(database, between).run(ACCOUNTS))
        .isEqualTo(new Rewrap.Outcome(1, 0, List.of()));
    assertThat(opened(after)).containsExactly("password 1", "password 33", "password 44");
  }

  /** One is erased, one sealed anew, one sealed anew by somebody who knows the old key only. */
  private void meddle() {
    database.write(
        "meddle",
        c -> {
          String update = "UPDATE entry SET account = ? WHERE id = ?";
          insert(c, "UPDATE entry SET account = NULL WHERE id = ?", 2);
          insert(c, update, after.seal(password(33), place("a-tenant", 3)), 3);
          return insert(c, update, before.seal(password(44), place("a-tenant", 4)), 4);
        });
  }

  @Test
  void stoppedHalfWayItGoesOnWhereItWas() {
    int rows = 1300;
    fill(before, 1, rows);
    Meddler stop =
        new Meddler(
            700,
            () -> {
              throw new IllegalArgumentException("stopped here");
            });
    Sealer stopped = new Sealer(newer.openingAlso(older), stop);
    assertThatThrownBy(() -> new Rewrap(database, stopped).run(ACCOUNTS))
        .hasMessage("stopped here");
    assertThat(opened(between)).hasSize(rows);
    assertThat(new Rewrap(database, between).run(ACCOUNTS))
        .isEqualTo(new Rewrap.Outcome(rows - 500, 0, List.of()));
    assertThat(opened(after)).hasSize(rows);
  }

  @Test
  void noSecretAndNoMasterKeyIsInAnyFileOfTheDatabase() throws IOException {
    String canary = "canary-obviously-fake-d41x";
    byte[] key = "obviously-fake-master-key-no.007".getBytes(UTF_8);
    Sealer sealer = new Sealer(MasterKeys.of("k2024", key), RANDOM);
    Sealer renewing = new Sealer(newer.openingAlso(MasterKeys.of("k2024", key)), RANDOM);
    add("a-tenant", 1, sealer.seal(canary.getBytes(UTF_8), place("a-tenant", 1)), false);
    assertThat(found("k2024")).as("the scan sees what is there").isTrue();
    new Rewrap(database, renewing).run(ACCOUNTS);
    assertThat(found("k2026")).as("the scan sees what is there").isTrue();
    assertThat(after.open(only(1), place("a-tenant", 1))).isEqualTo(canary.getBytes(UTF_8));
    assertThat(found(canary)).isFalse();
    assertThat(found("obviously-fake")).isFalse();
  }

  @Test
  void namesThatAreNoNamesNeverBecomeSql() {
    for (String name : List.of("", "Entry", "entry; DROP", "a.b", "e\"", "1")) {
      assertThatThrownBy(
              () -> new SealedColumn("entry", List.of(name), "account", List.of(), r -> "x"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no plain name");
    }
    assertThatThrownBy(() -> new SealedColumn("entry", List.of(), "account", List.of(), r -> "x"))
        .hasMessageContaining("primary key");
  }

  /** Randomness in whose middle, at the n-th draw, something happens. */
  private static final class Meddler extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final transient Runnable meddling;
    private int draws;

    Meddler(int draws, Runnable meddling) {
      this.draws = draws;
      this.meddling = meddling;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      draws--;
      if (draws == 0) {
        meddling.run();
      }
      super.nextBytes(bytes);
    }
  }

  private static String place(String tenant, int generation) {
    if (tenant.contains(" ")) {
      throw new IllegalArgumentException("bad tenant");
    }
    return tenant + "#" + generation + "/account";
  }

  private static byte[] password(int number) {
    return ("password " + number).getBytes(UTF_8);
  }

  private static MasterKeys ring(String id) {
    byte[] key = new byte[32];
    RANDOM.nextBytes(key);
    return MasterKeys.of(id, key);
  }

  private void fill(Sealer sealer, int from, int to) {
    database.write(
        "fill",
        c -> {
          for (int i = from; i <= to; i++) {
            insertEntry(c, "a-tenant", i, sealer.seal(password(i), place("a-tenant", i)), false);
          }
          return to;
        });
  }

  private void add(String tenant, int generation, byte[] box, boolean erased) {
    database.write("add", c -> insertEntry(c, tenant, generation, box, erased));
  }

  private static int insertEntry(
      Connection connection, String tenant, int generation, byte[] box, boolean erased)
      throws SQLException {
    return erased
        ? insert(
            connection, "INSERT INTO entry (tenant, generation) VALUES (?, ?)", tenant, generation)
        : insert(
            connection,
            "INSERT INTO entry (tenant, generation, account) VALUES (?, ?, ?)",
            tenant,
            generation,
            box);
  }

  private static int insert(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }

  private List<String> opened(Sealer sealer) {
    return database.read(
        "open all",
        c -> {
          List<String> all = new ArrayList<>();
          try (PreparedStatement select =
                  c.prepareStatement(
                      "SELECT tenant, generation, account FROM entry"
                          + " WHERE account IS NOT NULL ORDER BY id");
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              String place = place(row.getString(1), row.getInt(2));
              all.add(new String(sealer.open(row.getBytes(3), place), UTF_8));
            }
          }
          return all;
        });
  }

  private byte[] only(int id) {
    return database.read(
        "box",
        c -> {
          try (PreparedStatement select =
              c.prepareStatement("SELECT account FROM entry WHERE id = ?")) {
            select.setInt(1, id);
            return select.executeQuery().getBytes(1);
          }
        });
  }

  private boolean found(String text) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
          return true;
        }
      }
      return false;
    }
  }
}
