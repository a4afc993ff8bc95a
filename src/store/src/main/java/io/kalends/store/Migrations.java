package io.kalends.store;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Brings a schema up to date with the numbered scripts packed beside a class: those in {@code
 * migration/common}, which every database understands, and those of the database's own folder. Each
 * script runs in its own transaction.
 */
final class Migrations {

  /** Tries, a second apart, to get the lock another node holds while its scripts run. */
  private static final int LOCK_TRIES = 600;

  private static final String FIX =
      "cannot be brought up to date; if a newer version wrote it, run that version; otherwise"
          + " restore a backup. ";

  private Migrations() {}

  /**
   * Applies what is missing to a SQLite file.
   *
   * @throws DatabaseFailure when a script fails, was changed after it ran, or the database has seen
   *     scripts of a newer version
   */
  static void intoFile(DataSource source, Path file, Class<?> beside) {
    try {
      scripts(Dialect.SQLITE, beside).dataSource(source).load().migrate();
    } catch (FlywayException e) {
      throw DatabaseFailure.opening(file, FIX + e.getMessage(), e);
    }
  }

  /**
   * Makes the schema when it is missing and applies what is missing in it, one node at a time:
   * Flyway holds an advisory lock of the server.
   *
   * @throws DatabaseFailure as above, or when a right is missing
   */
  static void intoSchema(DataSource source, PostgresSettings settings, Class<?> beside) {
    try {
      scripts(Dialect.POSTGRESQL, beside)
          .dataSource(source)
          .schemas(settings.schema())
          .createSchemas(true)
          .lockRetryCount(LOCK_TRIES)
          .load()
          .migrate();
    } catch (FlywayException e) {
      if (PostgresRefusal.isOf(e)) {
        throw new PostgresRefusal(settings).of(e);
      }
      throw DatabaseFailure.opening(settings.where(), FIX + e.getMessage(), e);
    }
  }

  private static FluentConfiguration scripts(Dialect dialect, Class<?> beside) {
    ClassLoader loader = beside.getClassLoader();
    String folder = beside.getPackageName().replace('.', '/') + "/migration/";
    List<String> present =
        Stream.of("common", dialect.folder())
            .map(folder::concat)
            .filter(each -> loader.getResource(each) != null)
            .toList();
    if (present.isEmpty()) {
      throw new IllegalArgumentException(
          "no scripts beside " + beside.getName() + ": neither common nor " + dialect.folder());
    }
    return Flyway.configure(loader)
        .locations(present.stream().map("classpath:"::concat).toArray(String[]::new))
        .placeholders(dialect.placeholders())
        .loggers("slf4j")
        .failOnMissingLocations(true)
        .validateMigrationNaming(true)
        // By default a database of a newer version would be used as if it were ours.
        .ignoreMigrationPatterns(new String[0])
        .cleanDisabled(true);
  }
}
