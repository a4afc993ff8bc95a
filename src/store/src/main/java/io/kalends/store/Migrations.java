package io.kalends.store;

import java.nio.file.Path;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings a schema up to date with the numbered scripts packed beside a class. */
final class Migrations {

  private static final Map<String, String> PLACEHOLDERS =
      Map.of(
          "id", "INTEGER PRIMARY KEY AUTOINCREMENT",
          "bytes", "BLOB",
          "number", "INTEGER",
          "strict", "STRICT");

  private Migrations() {}

  /**
   * Applies what is missing, each script in its own transaction.
   *
   * @param source the database
   * @param file where it is, for messages
   * @param beside scripts are in the folder {@code migration/sqlite} beside this class
   * @throws DatabaseFailure when a script fails, was changed after it ran, or the database has seen
   *     scripts of a newer version
   */
  static void apply(DataSource source, Path file, Class<?> beside) {
    String folder = beside.getPackageName().replace('.', '/') + "/migration/";
    try {
      Flyway.configure(beside.getClassLoader())
          .dataSource(source)
          .locations("classpath:" + folder + "sqlite", "classpath:" + folder + "common")
          .placeholders(PLACEHOLDERS)
          .loggers("slf4j")
          .validateMigrationNaming(true)
          // By default a database of a newer version would be used as if it were ours.
          .ignoreMigrationPatterns(new String[0])
          .cleanDisabled(true)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw DatabaseFailure.opening(
          file,
          "cannot be brought up to date; if a newer version wrote it, run that version; otherwise"
              + " restore a backup. "
              + e.getMessage(),
          e);
    }
  }
}
