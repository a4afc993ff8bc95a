package io.kalends.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kalends.issuer.credential.Credentials;
import io.kalends.issuer.directory.People;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.directory.User;
import io.kalends.issuer.secret.Pepper;
import io.kalends.issuer.secret.PepperCheck;
import io.kalends.issuer.secret.PepperSource;
import io.kalends.issuer.secret.RandomText;
import io.kalends.store.Database;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An issuer in a process of its own, with so many credentials, three to a person. */
final class SeededIssuer implements AutoCloseable {

  private static final int DEVICES_PER_PERSON = 3;
  private static final String INSERT =
      "INSERT INTO credential (account_id, device_name, secret_hmac, created_millis,"
          + " first_used_millis, last_used_millis) VALUES (?, ?, ?, 0, ?, ?)";

  /** Longer than any run. */
  private static final Duration AHEAD = Duration.ofDays(1);

  /** One that logs in. */
  record Pair(String userName, String password) {}

  private final Process process;
  private final SocketAddress address;
  private final List<Pair> pairs;

  private SeededIssuer(Process process, SocketAddress address, List<Pair> pairs) {
    this.process = process;
    this.address = address;
    this.pairs = pairs;
  }

  /**
   * Fills a store and serves it.
   *
   * @param used all uses are on record for the length of the run, and none is written; if not,
   *     every credential's first request means a write, and one more every minute
   */
  static SeededIssuer start(Path folder, int credentials, boolean used) throws IOException {
    List<Pair> pairs = seed(folder, credentials, used);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                IssuerProcess.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = process.inputReader(UTF_8);
    String port = out.readLine();
    if (port == null) {
      throw new IOException("the server did not start; it says why above");
    }
    return new SeededIssuer(
        process,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port)),
        pairs);
  }

  SocketAddress address() {
    return address;
  }

  List<Pair> pairs() {
    return pairs;
  }

  /** What the server has spent so far, all its threads together. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }

  private static List<Pair> seed(Path folder, int count, boolean used) {
    SecureRandom random = new SecureRandom();
    RandomText text = new RandomText(random);
    try (Database database = Database.openFile(folder.resolve("issuer.db"), Credentials.class)) {
      Pepper pepper =
          PepperCheck.pass(database, PepperSource.file(folder.resolve("pepper")), random);
      People people = new People(database, text, Clock.systemUTC());
      Seed seed = new Seed(people, pepper, text, used);
      return database.write("seed", connection -> insert(connection, seed, count));
    }
  }

  private record Seed(People people, Pepper pepper, RandomText text, boolean used) {}

  private static List<Pair> insert(Connection connection, Seed seed, int count)
      throws SQLException {
    List<Pair> pairs = new ArrayList<>(count);
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      while (pairs.size() < count) {
        String email = "person" + pairs.size() + "@example.com";
        Person person =
            seed.people().save(connection, User.in("bench", email, email), People.Origin.IMPORT);
        for (int i = 0; i < DEVICES_PER_PERSON && pairs.size() < count; i++) {
          String password = seed.text().password();
          insert.setLong(1, person.id());
          insert.setBytes(2, ("device " + i).getBytes(UTF_8));
          insert.setBytes(3, seed.pepper().hash(password));
          for (int column = 4; column <= 5; column++) {
            if (seed.used()) {
              insert.setLong(column, Clock.systemUTC().millis() + AHEAD.toMillis());
            } else {
              insert.setNull(column, Types.BIGINT);
            }
          }
          insert.addBatch();
          pairs.add(new Pair(person.userName(), password));
        }
        insert.executeBatch();
      }
    }
    return pairs;
  }
}
