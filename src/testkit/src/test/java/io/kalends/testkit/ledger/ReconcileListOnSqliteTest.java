package io.kalends.testkit.ledger;

import io.kalends.ledger.JdbcLedger;
import io.kalends.store.Database;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class ReconcileListOnSqliteTest extends ReconcileListContract {

  @TempDir private Path folder;

  @Override
  protected Database open() {
    return Database.openFile(folder.resolve("ledger.db"), JdbcLedger.class);
  }
}
