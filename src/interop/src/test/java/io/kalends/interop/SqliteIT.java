package io.kalends.interop;

import io.kalends.store.Database;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a SQLite file, with the very scripts PostgreSQL runs. */
class SqliteIT extends DatabaseContract {

  @TempDir private Path folder;

  @Override
  protected Database open() {
    return Database.openFile(folder.resolve("notes.db"), SqliteIT.class);
  }
}
