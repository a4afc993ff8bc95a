package io.kalends.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.store.Database;
import io.kalends.store.sealing.MasterKeys;
import io.kalends.store.sealing.Rewrap;
import io.kalends.store.sealing.SealedColumn;
import io.kalends.store.sealing.Sealer;
import io.kalends.testkit.program.PostgresServer;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Re-wrapping on a real PostgreSQL, while a service goes on and another re-wrap runs. */
class RewrapIT {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int ROWS = 3000;

  private static final SealedColumn CONTENTS =
      new SealedColumn(
          "note", List.of("id"), "content", List.of("text"), row -> place(row.getString("text")));

  private final MasterKeys older = ring("k2025");
  private final MasterKeys newer = ring("k2026");
  private final Sealer before = new Sealer(older, RANDOM);
  private final Sealer between = new Sealer(newer.openingAlso(older), RANDOM);
  private final Sealer after = new Sealer(newer, RANDOM);

  @Test
  void nothingAServiceWritesMeanwhileIsLostAndTwoAtOnceDoEachBoxOnce() throws Exception {
    try (PostgresServer server = PostgresServer.start();
        Database one = Database.connect(server.settings("boxes"), RewrapIT.class);
        Database two = Database.connect(server.settings("boxes"), RewrapIT.class)) {
      one.write("fill", this::fill);
      CyclicBarrier start = new CyclicBarrier(3);
      ExecutorService threads = Executors.newFixedThreadPool(3);
      try {
        Future<Rewrap.Outcome> first = threads.submit(() -> rewrap(one, start));
        Future<Rewrap.Outcome> second = threads.submit(() -> rewrap(two, start));
        Future<Integer> service = threads.submit(() -> serve(two, start));
        assertThat(first.get().isComplete()).isTrue();
        assertThat(second.get().isComplete()).isTrue();
        int served = service.get();
        assertThat(served).isPositive();
        // A box the service sealed anew before its turn came is under the new key already.
        assertThat(first.get().done() + second.get().done())
            .isBetween((long) ROWS - served, (long) ROWS);
      } finally {
        threads.shutdownNow();
      }
      Map<String, String> opened = opened(one);
      assertThat(opened).hasSize(ROWS);
      for (int i = 0; i < ROWS; i++) {
        assertThat(opened).containsEntry("note " + i, (i % 10 == 0 ? "new " : "old ") + i);
      }
    }
  }

  private Rewrap.Outcome rewrap(Database database, CyclicBarrier start) throws Exception {
    start.await(30, TimeUnit.SECONDS);
    return new Rewrap(database, between).run(CONTENTS);
  }

  /** A node with the new ring, that goes through the rows from the other end. */
  private int serve(Database database, CyclicBarrier start) throws Exception {
    start.await(30, TimeUnit.SECONDS);
    int served = 0;
    for (int i = ROWS - 10; i >= 0; i -= 10) {
      String text = "note " + i;
      byte[] box = between.seal(("new " + i).getBytes(UTF_8), place(text));
      served +=
          database.<Integer>write(
              "serve",
              c -> {
                try (PreparedStatement update =
                    c.prepareStatement("UPDATE note SET content = ? WHERE text = ?")) {
                  update.setBytes(1, box);
                  update.setString(2, text);
                  return update.executeUpdate();
                }
              });
    }
    return served;
  }

  private int fill(Connection connection) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO note (text, content) VALUES (?, ?)")) {
      for (int i = 0; i < ROWS; i++) {
        insert.setString(1, "note " + i);
        insert.setBytes(2, before.seal(("old " + i).getBytes(UTF_8), place("note " + i)));
        insert.addBatch();
      }
      return insert.executeBatch().length;
    }
  }

  /** With the new key only. */
  private Map<String, String> opened(Database database) {
    return database.read(
        "open all",
        c -> {
          Map<String, String> all = new TreeMap<>();
          try (PreparedStatement select = c.prepareStatement("SELECT text, content FROM note");
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              String text = row.getString(1);
              all.put(text, new String(after.open(row.getBytes(2), place(text)), UTF_8));
            }
          }
          return all;
        });
  }

  private static String place(String text) {
    return text + "/content";
  }

  private static MasterKeys ring(String id) {
    byte[] key = new byte[32];
    RANDOM.nextBytes(key);
    return MasterKeys.of(id, key);
  }
}
