package io.kalends.interop;

import io.kalends.ledger.JdbcLedger;
import io.kalends.store.Database;
import io.kalends.testkit.ledger.ReconcileOthersContract;
import io.kalends.testkit.program.PostgresServer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on a real PostgreSQL. */
class ReconcileOthersPostgresIT extends ReconcileOthersContract {

  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  protected Database open() {
    return Database.connect(
        server.settings("reconcile_others_" + SCHEMAS.incrementAndGet()), JdbcLedger.class);
  }
}
