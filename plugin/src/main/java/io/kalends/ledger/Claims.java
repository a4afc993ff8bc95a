package io.kalends.ledger;

import io.kalends.store.Database;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who takes which entry a step. */
@SuppressWarnings("DoNotCallSuggester")
final class Claims {

  private final Database database;

  Claims(Database database) {
    this.database = database;
  }

  List<Claim> claim(String node, List<Ledger.Order> orders) {
    throw new IllegalStateException("not built yet: " + database + node + orders);
  }

  Optional<Instant> nextDue(Set<Ledger.Instance> instances) {
    throw new IllegalStateException("not built yet: " + database + instances);
  }
}
