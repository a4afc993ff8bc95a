package io.kalends.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.store.Database;
import io.kalends.store.DatabaseFailure;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What work may count on, whichever database it is. */
@Timeout(120)
abstract class DatabaseContract {

  protected Database database;

  /** Opens what this test has written to so far, empty at first. */
  protected abstract Database open();

  @BeforeEach
  void openDatabase() {
    database = open();
  }

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  @Test
  void whatWasAcknowledgedIsThereAfterOpeningAgain() {
    Notes.add(database, "kept");
    database.close();
    database = open();
    assertThat(Notes.texts(database)).containsExactly("kept");
  }

  @Test
  void aFailedTransactionLeavesNothingAndTheNextOneWorks() {
    assertThatThrownBy(
            () ->
                database.write(
                    "half a thing",
                    c -> {
                      Notes.insert(c, "half");
                      throw new IllegalArgumentException("stop here");
                    }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoSuppressedExceptions();
    assertThatThrownBy(
            () ->
                database.write(
                    "twice the same",
                    c -> {
                      Notes.insert(c, "same");
                      return Notes.insert(c, "same");
                    }))
        .isInstanceOfSatisfying(
            DatabaseFailure.class, e -> assertThat(e.mayHaveBeenKept()).isFalse())
        .hasMessageContaining("twice the same")
        .hasMessageContaining("nothing was kept");
    Notes.add(database, "whole");
    assertThat(Notes.texts(database)).containsExactly("whole");
  }

  @Test
  void aReadCannotWrite() {
    assertThatThrownBy(() -> database.read("sneak", c -> Notes.insert(c, "sneaked")))
        .isInstanceOf(DatabaseFailure.class)
        .hasMessageStartingWith("sneak: the database refused");
    assertThat(Notes.texts(database)).isEmpty();
  }

  @Test
  void aReadSeesOneStateWhateverIsWrittenMeanwhile() throws Exception {
    Notes.add(database, "before");
    String count = "SELECT count(*) FROM note";
    List<Long> seen =
        database.read(
            "count twice",
            c -> {
              long first = Notes.ask(c, count);
              apart(() -> Notes.add(database, "meanwhile"));
              return List.of(first, Notes.ask(c, count));
            });
    assertThat(seen).containsExactly(1L, 1L);
    assertThat(Notes.texts(database)).containsExactly("before", "meanwhile");
  }

  @Test
  void aReadDoesNotWaitForAWriteAndSeesOnlyWhatIsCommitted() {
    List<String> seen =
        database.write(
            "note",
            c -> {
              Notes.insert(c, "not yet");
              return apart(() -> Notes.texts(database));
            });
    assertThat(seen).isEmpty();
    assertThat(Notes.texts(database)).containsExactly("not yet");
  }

  @Test
  void workCannotEndItsTransactionItself() {
    assertThatThrownBy(
            () ->
                database.write(
                    "note",
                    c -> {
                      Notes.insert(c, "early");
                      c.commit();
                      return 1;
                    }))
        .isInstanceOf(DatabaseFailure.class);
    assertThat(Notes.texts(database)).isEmpty();
  }

  @Test
  void aTransactionInsideATransactionIsRefused() {
    assertThatThrownBy(() -> database.write("outer", c -> Notes.add(database, "lost")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("note: a transaction inside");
    assertThatThrownBy(() -> database.read("outer", c -> Notes.texts(database)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () ->
                database.write(
                    "outer",
                    c -> {
                      database.close();
                      return 1;
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("close its own");
    assertThat(Notes.texts(database)).isEmpty();
  }

  @Test
  void manyThreadsLoseNothing() throws Exception {
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String text = "note " + i;
      calls.add(() -> Notes.add(database, text));
      calls.add(() -> Notes.texts(database).size());
    }
    together(calls);
    assertThat(Notes.texts(database)).hasSize(200).doesNotHaveDuplicates();
  }

  @Test
  void whoLocksARowBeforeChangingItLosesNoChange() throws Exception {
    Notes.add(database, "counter");
    String select = "SELECT taken FROM note" + database.dialect().forUpdate();
    Callable<Integer> increase =
        () ->
            database.write(
                "increase",
                c -> {
                  long next = Notes.ask(c, select) + 1;
                  return Notes.execute(c, "UPDATE note SET taken = " + next);
                });
    together(Collections.nCopies(100, increase));
    assertThat(database.<Long>read("ask", c -> Notes.ask(c, "SELECT taken FROM note")))
        .isEqualTo(100);
  }

  @Test
  void everyRowIsClaimedByOneWorkerOnly() throws Exception {
    for (int i = 0; i < 50; i++) {
      Notes.add(database, "job " + i);
    }
    String claim =
        "UPDATE note SET taken = 1 WHERE id IN (SELECT id FROM note WHERE taken = 0 ORDER BY id"
            + " LIMIT 3"
            + database.dialect().skipLocked()
            + ") RETURNING text";
    Set<String> claimed = new TreeSet<>();
    List<Callable<List<String>>> workers = Collections.nCopies(60, () -> claimed(claim));
    int count = 0;
    for (List<String> part : together(workers)) {
      claimed.addAll(part);
      count += part.size();
    }
    assertThat(claimed).hasSize(50);
    assertThat(count).isEqualTo(50);
  }

  @Test
  void textsBytesAndNumbersComeBackAsTheyWere() {
    String hostile = "Zoë's iPad \"; DROP TABLE note; -- \u202e\ud83d\udcf1 %s ${id} \\ ıİ";
    database.write(
        "note",
        c -> {
          Notes.insert(c, hostile);
          try (PreparedStatement update = c.prepareStatement("UPDATE note SET taken = ?")) {
            update.setLong(1, Long.MAX_VALUE);
            return update.executeUpdate();
          }
        });
    database.read(
        "look",
        c -> {
          try (PreparedStatement select =
              c.prepareStatement("SELECT id, content, taken FROM note WHERE text = ?")) {
            select.setString(1, hostile);
            try (ResultSet row = select.executeQuery()) {
              assertThat(row.next()).isTrue();
              assertThat(row.getLong(1)).isPositive();
              assertThat(row.getBytes(2)).containsExactly(0, 1, 0xff);
              assertThat(row.getLong(3)).isEqualTo(Long.MAX_VALUE);
              return 1;
            }
          }
        });
  }

  @Test
  void itKnowsWhatTimeItIs() {
    Instant before = Instant.now();
    Instant now = database.read("clock", database::now);
    // The server runs on this machine.
    assertThat(Duration.between(before, now).abs()).isLessThan(Duration.ofSeconds(30));
    assertThat(now).isEqualTo(now.truncatedTo(ChronoUnit.MILLIS));
  }

  @Test
  void closingWaitsForWhatIsUnderWayAndThenSaysSo() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<Integer> writing =
          threads.submit(
              () ->
                  database.write(
                      "last note",
                      c -> {
                        inside.countDown();
                        pass(leave);
                        return Notes.insert(c, "last");
                      }));
      pass(inside);
      Future<?> closing = threads.submit(database::close);
      leave.countDown();
      assertThat(writing.get(30, TimeUnit.SECONDS)).isEqualTo(1);
      closing.get(30, TimeUnit.SECONDS);
    } finally {
      threads.shutdownNow();
    }
    database.close();
    assertThatThrownBy(() -> Notes.add(database, "late"))
        .isInstanceOf(DatabaseFailure.class)
        .hasMessageContaining("closed");
    database = open();
    assertThat(Notes.texts(database)).containsExactly("last");
  }

  private List<String> claimed(String claim) {
    return database.write(
        "claim",
        c -> {
          List<String> texts = new ArrayList<>();
          try (PreparedStatement update = c.prepareStatement(claim);
              ResultSet rows = update.executeQuery()) {
            while (rows.next()) {
              texts.add(rows.getString(1));
            }
          }
          return texts;
        });
  }

  /** In another thread, to its end. */
  static <T> T apart(Callable<T> call) {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      return thread.submit(call).get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    } finally {
      thread.shutdownNow();
    }
  }

  /** In eight threads, to their end. */
  static <T> List<T> together(List<? extends Callable<T>> calls) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> each : threads.invokeAll(calls)) {
        results.add(each.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  static void pass(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("waited in vain");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
