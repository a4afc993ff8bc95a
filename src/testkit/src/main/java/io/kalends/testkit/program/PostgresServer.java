package io.kalends.testkit.program;

import io.kalends.store.DatabasePassword;
import io.kalends.store.PostgresSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * A real PostgreSQL of Debian's, of its own for one test class: loopback TCP with passwords
 * (scram), fsync on, a database {@code kalends} owned by the ordinary user {@code kalends}. One
 * that cannot start fails the test.
 */
public final class PostgresServer implements AutoCloseable {

  /** Where Debian's package postgresql-15 puts them. */
  private static final Path PROGRAMS = Path.of("/usr/lib/postgresql/15/bin");

  private static final String ADMIN = "admin";

  /** The ordinary user, who owns the database {@code kalends}. */
  public static final String USER = "kalends";

  private final Path folder;
  private final int port;
  private final String adminPassword = password();
  private final String password = password();

  private PostgresServer(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /**
   * Whether Debian's PostgreSQL 15 is installed here.
   *
   * @return false: {@link #start} would fail
   */
  public static boolean isInstalled() {
    return Files.isExecutable(PROGRAMS.resolve("initdb"));
  }

  /**
   * Makes a server and starts it.
   *
   * @return running until closed
   */
  public static PostgresServer start() {
    try {
      PostgresServer server =
          new PostgresServer(Files.createTempDirectory("kalends-postgres"), freePort());
      try {
        server.make();
        return server;
      } catch (RuntimeException | Error e) {
        server.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * As the ordinary user, in a schema of that name.
   *
   * @param schema made when missing
   * @return to connect with
   */
  public PostgresSettings settings(String schema) {
    return PostgresSettings.of(
        url("kalends"), USER, DatabasePassword.of(password.toCharArray()), schema);
  }

  /**
   * Where a database is.
   *
   * @param database its name
   * @return for JDBC
   */
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /**
   * The ordinary user's password: what must be seen nowhere.
   *
   * @return opens nothing outside this server
   */
  public String secret() {
    return password;
  }

  /**
   * Where it listens.
   *
   * @return on loopback
   */
  public int port() {
    return port;
  }

  /**
   * Executes statements as the superuser.
   *
   * @param statements each for itself
   */
  public void administer(String... statements) {
    administer("kalends", List.of(statements));
  }

  /** Every process of it dies at once, as in a power cut; nothing is flushed. */
  public void crash() {
    control("stop", "--mode=immediate").succeeded();
  }

  /** Starts it after a crash, on the same port. */
  public void startAgain() {
    String options =
        "-p "
            + port
            + " -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=on"
            + " -c log_min_messages=info";
    Program.Result started =
        control("start", "--timeout=60", "--log=" + folder.resolve("log"), "-o", options);
    if (started.exit() != 0) {
      throw new AssertionError("PostgreSQL does not start: " + started + log());
    }
  }

  /**
   * What the server itself wrote.
   *
   * @return its log
   */
  public String log() {
    try {
      Path log = folder.resolve("log");
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The process all its others come from.
   *
   * @return its id
   */
  public long pid() {
    try (var lines = Files.lines(folder.resolve("data/postmaster.pid"))) {
      return Long.parseLong(lines.findFirst().orElseThrow().strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops it and removes all it kept. */
  @Override
  public void close() {
    if (Files.exists(folder.resolve("data/postmaster.pid"))) {
      crash();
    }
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void make() throws IOException {
    Path secret = folder.resolve("admin-password");
    Files.writeString(secret, adminPassword + "\n");
    if (isRoot()) {
      Program.run(folder, List.of("chown", "-R", "postgres:postgres", folder.toString()))
          .succeeded();
    }
    run(
            "initdb",
            "--pgdata=" + folder.resolve("data"),
            "--username=" + ADMIN,
            "--pwfile=" + secret,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8")
        .succeeded();
    startAgain();
    administer(
        "postgres",
        List.of(
            "CREATE ROLE " + USER + " LOGIN PASSWORD '" + password + "'",
            "CREATE DATABASE kalends OWNER " + USER));
  }

  private void administer(String database, List<String> statements) {
    try (Connection connection = DriverManager.getConnection(url(database), ADMIN, adminPassword);
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    } catch (SQLException e) {
      throw new AssertionError("administering PostgreSQL", e);
    }
  }

  private Program.Result control(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--pgdata=" + folder.resolve("data"), "--wait"));
    all.addAll(List.of(arguments));
    return run("pg_ctl", all.toArray(String[]::new));
  }

  /** It refuses to run as root. */
  private Program.Result run(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    command.add(PROGRAMS.resolve(program).toString());
    command.addAll(List.of(arguments));
    return Program.run(folder, command);
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String password() {
    byte[] random = new byte[12];
    new SecureRandom().nextBytes(random);
    return "obviously-fake-" + HexFormat.of().formatHex(random);
  }
}
