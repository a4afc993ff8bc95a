package io.kalends.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GroupedWritesTest {

  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch gate = new CountDownLatch(1);
  private Database database;
  private GroupedWrites writes;

  @BeforeEach
  void open() {
    database = Database.openFile(folder.resolve("notes.db"), DatabaseTest.class);
    writes = new GroupedWrites(database);
  }

  @AfterEach
  void close() {
    gate.countDown();
    threads.shutdown();
    database.close();
  }

  @Test
  void aloneItIsAnOrdinaryWrite() {
    assertThat(writes.<Integer>write("note", c -> insert(c, "one"))).isEqualTo(1);
    assertThat(texts()).containsExactly("one");
    assertThatThrownBy(() -> writes.write("again", c -> insert(c, "one")))
        .isInstanceOf(DatabaseFailure.class)
        .hasMessageContaining("again: ");
    assertThatThrownBy(
            () ->
                writes.write(
                    "half",
                    c -> {
                      insert(c, "half");
                      throw new IllegalArgumentException("stop here");
                    }))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(texts()).containsExactly("one");
  }

  @Test
  void allWhoWaitShareTheNextCommitAndEachGetsItsOwnAnswer() throws Exception {
    Set<Thread> leaders = ConcurrentHashMap.newKeySet();
    Future<Integer> first = occupy();
    List<Future<String>> others = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      String text = "note " + i;
      others.add(
          submit(
              () ->
                  writes.write(
                      "note",
                      c -> {
                        leaders.add(Thread.currentThread());
                        insert(c, text);
                        return text;
                      })));
    }
    gate.countDown();
    assertThat(first.get()).isEqualTo(1);
    for (int i = 0; i < 32; i++) {
      assertThat(others.get(i).get()).isEqualTo("note " + i);
    }
    assertThat(leaders).hasSize(1);
    assertThat(texts()).hasSize(33);
  }

  @Test
  void aGroupRunsInTheOrderOfWhatItsWorkIsCalled() throws Exception {
    Future<Integer> first = occupy();
    List<Future<Integer>> others = new ArrayList<>();
    for (String text : List.of("c", "a", "d", "b")) {
      others.add(note(text, new AtomicInteger()));
    }
    gate.countDown();
    assertThat(first.get()).isEqualTo(1);
    for (Future<Integer> other : others) {
      assertThat(other.get()).isEqualTo(1);
    }
    assertThat(texts()).containsExactly("first", "a", "b", "c", "d");
  }

  @Test
  void aGroupHasABound() throws Exception {
    Set<Thread> leaders = ConcurrentHashMap.newKeySet();
    Future<Integer> first = occupy();
    List<Future<Integer>> others = new ArrayList<>();
    for (int i = 0; i < GroupedWrites.LARGEST + 1; i++) {
      String text = "note " + i;
      others.add(
          submit(
              () ->
                  writes.write(
                      "note",
                      c -> {
                        leaders.add(Thread.currentThread());
                        return insert(c, text);
                      })));
    }
    gate.countDown();
    assertThat(first.get()).isEqualTo(1);
    for (Future<Integer> other : others) {
      assertThat(other.get()).isEqualTo(1);
    }
    assertThat(leaders).hasSize(2);
  }

  @Test
  void onePoisonedPieceOfWorkHarmsNobodyElse() throws Exception {
    Future<Integer> first = occupy();
    AtomicInteger healthyRuns = new AtomicInteger();
    List<Future<Integer>> healthy = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      healthy.add(note("before " + i, healthyRuns));
    }
    Future<Integer> twice = note("first", new AtomicInteger());
    Future<Integer> poisoned =
        submit(
            () ->
                writes.write(
                    "poisoned",
                    c -> {
                      insert(c, "poison");
                      throw new IllegalArgumentException("poisoned");
                    }));
    Future<Integer> broken =
        submit(
            () ->
                writes.write(
                    "very broken",
                    c -> {
                      throw new AssertionError("broken");
                    }));
    for (int i = 0; i < 5; i++) {
      healthy.add(note("after " + i, healthyRuns));
    }
    gate.countDown();
    assertThat(first.get()).isEqualTo(1);
    for (Future<Integer> each : healthy) {
      assertThat(each.get()).isEqualTo(1);
    }
    // Once in the group before it failed, and once alone.
    assertThat(healthyRuns.get()).isEqualTo(20);
    assertThatThrownBy(twice::get)
        .cause()
        .isInstanceOf(DatabaseFailure.class)
        .hasMessageContaining("SQLITE_CONSTRAINT_UNIQUE")
        .hasMessageStartingWith("note first");
    assertThatThrownBy(poisoned::get).cause().hasMessage("poisoned");
    assertThatThrownBy(broken::get).cause().isInstanceOf(AssertionError.class);
    assertThat(texts()).hasSize(11).doesNotContain("poison");
  }

  /** The failure is thrown by work here, since SQLite's own commits always have a verdict. */
  @Test
  void aCommitWithoutAVerdictIsNotDoneAgainAndEverybodyIsTold() throws Exception {
    Future<Integer> first = occupy();
    AtomicInteger runs = new AtomicInteger();
    Future<Integer> one = note("one", runs);
    Future<Integer> silent =
        submit(
            () ->
                writes.write(
                    "silent",
                    c -> {
                      throw DatabaseFailure.committing("group", new SQLException("?", "08006"));
                    }));
    Future<Integer> two = note("two", runs);
    gate.countDown();
    assertThat(first.get()).isEqualTo(1);
    for (Future<Integer> each : List.of(one, silent, two)) {
      assertThatThrownBy(each::get)
          .cause()
          .isInstanceOfSatisfying(
              DatabaseFailure.class, e -> assertThat(e.mayHaveBeenKept()).isTrue())
          .hasMessageContaining("it may have been kept");
    }
    assertThat(runs.get()).as("not done again").isEqualTo(2);
  }

  @Test
  void whenNobodyIsThereTheOthersDoNotEachFindThatOutAgain() throws Exception {
    Future<Integer> first = occupy();
    AtomicInteger runs = new AtomicInteger();
    Future<Integer> one = note("one", runs);
    Future<Integer> unreachable =
        submit(
            () ->
                writes.write(
                    "unreachable",
                    c -> {
                      throw DatabaseFailure.closed("group");
                    }));
    Future<Integer> two = note("two", runs);
    gate.countDown();
    assertThat(first.get()).isEqualTo(1);
    for (Future<Integer> each : List.of(one, unreachable, two)) {
      assertThatThrownBy(each::get)
          .cause()
          .isInstanceOfSatisfying(
              DatabaseFailure.class, e -> assertThat(e.mayHaveBeenKept()).isFalse())
          .hasMessageContaining("nothing was kept");
    }
    assertThat(runs.get()).as("not done again").isEqualTo(2);
    assertThat(texts()).containsExactly("first");
  }

  @Test
  void anInterruptDoesNotHideWhatBecameOfTheWork() throws Exception {
    Future<Integer> first = occupy();
    AtomicBoolean stillSet = new AtomicBoolean();
    CountDownLatch started = new CountDownLatch(1);
    Thread[] caller = new Thread[1];
    int before = writes.waiting();
    Future<Integer> interrupted =
        threads.submit(
            () -> {
              caller[0] = Thread.currentThread();
              started.countDown();
              int kept = writes.write("note", c -> insert(c, "of an interrupted caller"));
              stillSet.set(Thread.interrupted());
              return kept;
            });
    started.await();
    untilWaiting(before + 1);
    caller[0].interrupt();
    Future<Integer> led = note("led by it", new AtomicInteger());
    gate.countDown();
    assertThat(first.get()).isEqualTo(1);
    assertThat(interrupted.get()).isEqualTo(1);
    assertThat(led.get()).isEqualTo(1);
    assertThat(stillSet).isTrue();
    assertThat(texts()).contains("of an interrupted caller", "led by it");
  }

  @Test
  void insideATransactionItIsRefusedBeforeAnybodyWaits() {
    assertThatThrownBy(
            () -> database.write("outer", c -> writes.write("inner", d -> insert(d, "inner"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("inner");
    assertThatThrownBy(
            () -> writes.write("outer", c -> writes.write("inner", d -> insert(d, "inner"))))
        .isInstanceOf(IllegalStateException.class);
    assertThat(texts()).isEmpty();
    assertThat(writes.<Integer>write("next", c -> insert(c, "next"))).isEqualTo(1);
  }

  @Test
  void thirtyTwoThreadsLoseNothingAndGetNobodyElsesAnswer() throws Exception {
    List<Future<Integer>> callers = new ArrayList<>();
    for (int thread = 0; thread < 32; thread++) {
      int id = thread;
      callers.add(threads.submit(() -> writeMany(id)));
    }
    for (Future<Integer> caller : callers) {
      assertThat(caller.get(60, TimeUnit.SECONDS)).isEqualTo(45);
    }
    assertThat(texts()).hasSize(32 * 45);
  }

  /** Every tenth of fifty fails. */
  private int writeMany(int thread) {
    int kept = 0;
    for (int i = 0; i < 50; i++) {
      String text = thread + "/" + i;
      if (i % 10 == 9) {
        assertThatThrownBy(
                () ->
                    writes.write(
                        "poison",
                        c -> {
                          insert(c, text);
                          throw new IllegalArgumentException(text);
                        }))
            .hasMessage(text);
      } else {
        String found =
            writes.write(
                "note",
                c -> {
                  insert(c, text);
                  return text;
                });
        assertThat(found).isEqualTo(text);
        kept++;
      }
    }
    return kept;
  }

  /** Somebody writes until the gate opens. */
  private Future<Integer> occupy() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    Future<Integer> first =
        threads.submit(
            () ->
                writes.write(
                    "first",
                    c -> {
                      inside.countDown();
                      awaitUninterrupted(gate);
                      return insert(c, "first");
                    }));
    inside.await();
    return first;
  }

  private Future<Integer> note(String text, AtomicInteger runs) {
    return submit(
        () ->
            writes.write(
                "note " + text,
                c -> {
                  runs.incrementAndGet();
                  return insert(c, text);
                }));
  }

  /** Returns once it waits, so the order is the test's. */
  private <T> Future<T> submit(Callable<T> write) {
    int before = writes.waiting();
    Future<T> future = threads.submit(write);
    untilWaiting(before + 1);
    return future;
  }

  private void untilWaiting(int count) {
    while (writes.waiting() < count) {
      Thread.onSpinWait();
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int insert(Connection connection, String text) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT INTO note (text) VALUES (?)")) {
      statement.setString(1, text);
      return statement.executeUpdate();
    }
  }

  private List<String> texts() {
    return texts(database);
  }

  private static List<String> texts(Database database) {
    return database.read(
        "list",
        c -> {
          List<String> texts = new ArrayList<>();
          try (Statement statement = c.createStatement();
              ResultSet rows = statement.executeQuery("SELECT text FROM note ORDER BY id")) {
            while (rows.next()) {
              texts.add(rows.getString(1));
            }
          }
          return texts;
        });
  }
}
