package io.kalends.ledger;

import io.kalends.event.ProvisioningEvent;
import io.kalends.store.Database;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;

/** Facts that arrived and are not applied yet. */
@SuppressWarnings("DoNotCallSuggester")
final class Inbox {

  private final Database database;

  Inbox(Database database) {
    this.database = database;
  }

  void accept(String tenant, String instance, List<ProvisioningEvent> events) {
    throw new IllegalStateException("not built yet: " + database + tenant + instance + events);
  }

  boolean insert(
      Connection connection, String tenant, String instance, ProvisioningEvent event, Instant now) {
    throw new IllegalStateException(
        "not built yet: " + connection + tenant + instance + event + now);
  }
}
