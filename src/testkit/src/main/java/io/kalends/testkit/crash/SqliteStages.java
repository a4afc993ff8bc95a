package io.kalends.testkit.crash;

import io.kalends.ledger.JdbcLedger;
import io.kalends.store.Database;
import io.kalends.testkit.SettableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

/**
 * Stages on SQLite files: the schema is made once and the file copied. Time stands still until it
 * is told to pass.
 */
public final class SqliteStages implements Supplier<Stage> {

  private final Path folder;
  private final Path template;
  private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private int made;

  /**
   * Makes the schema.
   *
   * @param folder of their files; deleted by the caller
   */
  public SqliteStages(Path folder) {
    this.folder = folder;
    this.template = folder.resolve("template.db");
    Database.openFile(template, JdbcLedger.class).close();
  }

  @Override
  public Stage get() {
    made++;
    Path file = folder.resolve("life-" + made + ".db");
    SettableClock clock = new SettableClock(start);
    try {
      Files.copy(template, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SqliteStage(file, clock, Database.openFile(file, JdbcLedger.class, clock));
  }

  private record SqliteStage(Path file, SettableClock settable, Database database)
      implements Stage {

    @Override
    public Clock clock() {
      return settable;
    }

    @Override
    public void pass(Duration time) {
      settable.advance(time);
    }

    @Override
    public void close() {
      database.close();
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
