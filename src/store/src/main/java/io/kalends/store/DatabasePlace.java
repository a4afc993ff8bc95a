package io.kalends.store;

import java.nio.file.Path;
import java.time.Clock;
import java.util.function.BiFunction;

/** Where a service keeps things: a file of its own, or a PostgreSQL. Not opened yet. */
public final class DatabasePlace {

  private final String shown;
  private final BiFunction<Class<?>, Clock, Database> opening;

  private DatabasePlace(String shown, BiFunction<Class<?>, Clock, Database> opening) {
    this.shown = shown;
    this.opening = opening;
  }

  /**
   * A SQLite file, for one node.
   *
   * @param file made when missing; its directory must exist
   * @return not opened yet
   */
  public static DatabasePlace file(Path file) {
    return new DatabasePlace(
        file.toString(), (beside, clock) -> Database.openFile(file, beside, clock));
  }

  /**
   * A PostgreSQL, for one node or several, all with the same keys.
   *
   * @param settings where it is, and as whom
   * @return not connected yet
   */
  public static DatabasePlace postgres(PostgresSettings settings) {
    return new DatabasePlace(
        settings.url() + ", schema " + settings.schema(),
        (beside, clock) -> Database.connect(settings, beside));
  }

  /**
   * Opens it, its schema up to date.
   *
   * @param beside the class whose scripts make the schema, see {@link Database#openFile}
   * @param clock what time it is for a file; a PostgreSQL has its own
   * @return open until closed
   * @throws DatabaseFailure naming the place and the fix; nothing stays open
   */
  public Database open(Class<?> beside, Clock clock) {
    return opening.apply(beside, clock);
  }

  @Override
  public String toString() {
    return shown;
  }
}
