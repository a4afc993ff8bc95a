package io.kalends.ledger;

import io.kalends.store.Database;

/** Applies facts to the registry and the entries. */
@SuppressWarnings("DoNotCallSuggester")
final class Intake {

  private final Database database;
  private final Ledger.Admission admission;

  Intake(Database database, Ledger.Admission admission) {
    this.database = database;
    this.admission = admission;
  }

  int apply(int max) {
    throw new IllegalStateException("not built yet: " + database + admission + max);
  }
}
