package io.kalends.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.interop.IssuerNode.Pair;
import io.kalends.issuer.credential.Minted;
import io.kalends.issuer.directory.Person;
import io.kalends.store.DatabasePassword;
import io.kalends.store.PostgresSettings;
import io.kalends.testkit.program.PostgresServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node in a process of its own, killed with SIGKILL: the others go on as if nothing had been. */
@Timeout(300)
class KilledNodeIT {

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
  void aNodeKilledWhileItMintsDisturbsNeitherTheOtherNorWhatItAnswered() throws Exception {
    PostgresSettings settings = server.settings("minting");
    try (IssuerNode one = IssuerNode.start(settings, folder, IssuerNode.everybody());
        Apart other = new Apart("serve", "minting", folder)) {
      URI killed = URI.create(other.said());
      AtomicInteger answered = new AtomicInteger();
      List<Callable<Optional<Pair>>> calls = new ArrayList<>();
      for (int i = 0; i < 150; i++) {
        calls.add(() -> Optional.of(one.mint(IssuerNode.ANNA, "")));
        calls.add(
            () -> {
              Optional<Pair> pair = IssuerNode.tryToMint(killed, IssuerNode.BEN);
              if (pair.isPresent() && answered.incrementAndGet() == 40) {
                other.kill();
              }
              return pair;
            });
      }
      List<Pair> pairs =
          DatabaseContract.together(calls).stream().flatMap(Optional::stream).toList();
      assertThat(answered.get()).isBetween(40, 149);
      assertThat(pairs).hasSize(150 + answered.get()).allMatch(one::admits);
    }
  }

  @Test
  void whatADeadNodeHeldIsFreeAtOnceAndWhatItHadNotFinishedNeverWas() throws Exception {
    PostgresSettings settings = server.settings("holding");
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (IssuerStore one = IssuerStore.of(settings);
        Apart other = new Apart("hold", "holding", folder)) {
      Person anna = one.person("anna@example.com");
      Minted before = one.credentials.mint(anna, "iPhone");
      other.say(String.valueOf(anna.id()));
      assertThat(other.said()).isEqualTo("1 revoked, not committed");
      Future<Minted> waiting = thread.submit(() -> one.credentials.mintInPlace(anna, "iPhone"));
      awaitSomebodyWaitingForALock(one);
      assertThat(waiting.isDone()).isFalse();
      assertThat(admits(one, before)).isTrue();
      other.kill();
      Minted after = waiting.get(30, TimeUnit.SECONDS);
      assertThat(admits(one, after)).isTrue();
      assertThat(one.live(anna)).containsExactly(after.credential());
    } finally {
      thread.shutdownNow();
    }
  }

  private static boolean admits(IssuerStore store, Minted minted) {
    return store
        .credentials
        .authenticate(minted.credential().userName(), minted.password())
        .isPresent();
  }

  private static void awaitSomebodyWaitingForALock(IssuerStore store) {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
    while (waitingForLocks(store) == 0) {
      assertThat(Instant.now()).as("nobody waits for the dead node").isBefore(deadline);
      Thread.onSpinWait();
    }
  }

  private static int waitingForLocks(IssuerStore store) {
    return store.database.read(
        "who waits",
        c -> {
          try (var statement = c.createStatement();
              ResultSet row =
                  statement.executeQuery(
                      "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")) {
            row.next();
            return row.getInt(1);
          }
        });
  }

  /** The process to be killed. It hears the password on its standard input, not in its command. */
  static final class Apart implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;

    Apart(String task, String schema, Path folder) throws IOException {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Apart.class.getName(),
                  task,
                  server.url("kalends"),
                  schema,
                  folder.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      out = process.inputReader(UTF_8);
      say(server.secret());
    }

    void say(String line) throws IOException {
      process.getOutputStream().write((line + "\n").getBytes(UTF_8));
      process.getOutputStream().flush();
    }

    /** What it says, log lines left out. */
    String said() throws IOException {
      String line;
      do {
        line = out.readLine();
        if (line == null) {
          throw new AssertionError("it ended without a word");
        }
      } while (!line.startsWith("> "));
      return line.substring(2);
    }

    void kill() {
      process.toHandle().destroyForcibly();
    }

    @Override
    public void close() throws IOException {
      kill();
      out.close();
    }

    public static void main(String[] arguments) throws Exception {
      BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      PostgresSettings settings =
          PostgresSettings.of(
              arguments[1],
              PostgresServer.USER,
              DatabasePassword.of(in.readLine().toCharArray()),
              arguments[2]);
      if (arguments[0].equals("serve")) {
        try (IssuerNode node =
            IssuerNode.start(settings, Path.of(arguments[3]), IssuerNode.everybody())) {
          System.out.println("> " + node.baseUrl());
          Thread.currentThread().join();
        }
      } else {
        try (IssuerStore store = IssuerStore.of(settings)) {
          hold(store, Long.parseLong(in.readLine()));
        }
      }
    }

    private static void hold(IssuerStore store, long person) {
      store.database.write(
          "hold",
          c -> {
            int revoked = store.credentials.revokeAll(c, person, "never committed");
            System.out.println("> " + revoked + " revoked, not committed");
            try {
              Thread.currentThread().join();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            return revoked;
          });
    }
  }
}
