package io.kalends.bench.pipeline;

import io.kalends.ledger.JdbcLedger;
import io.kalends.store.Database;
import io.kalends.store.DatabasePassword;
import io.kalends.store.DatabasePlace;
import io.kalends.store.PostgresSettings;
import io.kalends.testkit.program.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a ledger is: a file of its own, or a database of a PostgreSQL that runs. */
final class LedgerStore {

  private static final String SCHEMA = "ledger";

  private final String name;
  private final @Nullable Path file;
  private final @Nullable PostgresServer server;

  private LedgerStore(String name, @Nullable Path file, @Nullable PostgresServer server) {
    this.name = name;
    this.file = file;
    this.server = server;
  }

  /** A SQLite file in a folder. */
  static LedgerStore sqlite(Path folder, String name) {
    return new LedgerStore(name, folder.resolve(name + ".db"), null);
  }

  /** A new database of a server. */
  static LedgerStore postgres(PostgresServer server, String name) {
    String database = "bench_" + name;
    server.administer("CREATE DATABASE " + database + " OWNER " + PostgresServer.USER);
    return new LedgerStore(database, null, server);
  }

  /** The server it is on. */
  Optional<PostgresServer> server() {
    return Optional.ofNullable(server);
  }

  /** The section {@code database} of a service's configuration; its password is beside it. */
  String section(Path folder) throws IOException {
    if (server == null) {
      return "{file: '%s'}".formatted(file);
    }
    Site.write(folder.resolve("postgres.password"), server.secret());
    return "{postgres: {url: '%s', user: %s, passwordFile: postgres.password, schema: %s}}"
        .formatted(server.url(name), PostgresServer.USER, SCHEMA);
  }

  /** Opens it; a file only while no service has it. */
  Database open() {
    DatabasePlace place =
        file != null ? DatabasePlace.file(file) : DatabasePlace.postgres(settings());
    return place.open(JdbcLedger.class, Clock.systemUTC());
  }

  /** Another one with the same content. Nobody may have this one open. */
  LedgerStore copy(String other) throws IOException {
    if (server != null) {
      String database = "bench_" + other;
      server.administer(
          "CREATE DATABASE %s TEMPLATE %s OWNER %s".formatted(database, name, PostgresServer.USER));
      return new LedgerStore(database, null, server);
    }
    Path original = Optional.ofNullable(file).orElseThrow();
    LedgerStore copy = sqlite(original.resolveSibling(""), other);
    for (String suffix : new String[] {"", "-wal"}) {
      Path part = Path.of(original + suffix);
      if (Files.exists(part)) {
        Files.copy(part, Path.of(copy.file + suffix), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return copy;
  }

  private PostgresSettings settings() {
    PostgresServer one = Optional.ofNullable(server).orElseThrow();
    return PostgresSettings.of(
        one.url(name),
        PostgresServer.USER,
        DatabasePassword.of(one.secret().toCharArray()),
        SCHEMA);
  }

  @Override
  public String toString() {
    return server == null ? "SQLite" : "PostgreSQL";
  }
}
