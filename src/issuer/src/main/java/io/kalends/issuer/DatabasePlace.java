package io.kalends.issuer;

import io.kalends.issuer.credential.Credentials;
import io.kalends.store.Database;
import io.kalends.store.PostgresSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Function;

/** Where the issuer keeps things. */
public final class DatabasePlace {

  private final String shown;
  private final Function<Clock, Database> opening;

  private DatabasePlace(String shown, Function<Clock, Database> opening) {
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
        file.toString(), clock -> Database.openFile(file, Credentials.class, clock));
  }

  /**
   * A PostgreSQL, for one node or several, all with the same pepper.
   *
   * @param settings where it is, and as whom
   * @return not connected yet
   */
  public static DatabasePlace postgres(PostgresSettings settings) {
    return new DatabasePlace(
        settings.url() + ", schema " + settings.schema(),
        clock -> Database.connect(settings, Credentials.class));
  }

  /**
   * As the issuer needs it, its schema up to date.
   *
   * @param clock what time it is for a file; a PostgreSQL has its own
   * @throws io.kalends.store.DatabaseFailure naming the place and the fix; nothing stays open
   */
  Database open(Clock clock) {
    return opening.apply(clock);
  }

  @Override
  public String toString() {
    return shown;
  }
}
