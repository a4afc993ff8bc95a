package io.kalends.ledger;

import io.kalends.store.Database;

/** Saves what came of a step. */
@SuppressWarnings("DoNotCallSuggester")
final class Saves {

  private final Database database;

  Saves(Database database) {
    this.database = database;
  }

  boolean save(Claim claim, Saving saving) {
    throw new IllegalStateException("not built yet: " + database + claim + saving);
  }
}
