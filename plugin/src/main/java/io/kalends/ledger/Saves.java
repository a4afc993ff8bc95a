package io.kalends.ledger;

import io.kalends.ledger.EntryTable.Cells;
import io.kalends.ledger.EntryTable.Row;
import io.kalends.store.Database;
import io.kalends.store.GroupedWrites;
import io.kalends.store.Tail;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Saves what came of a step, fenced by the number of its claim. What others wrote meanwhile (a
 * withdrawal; something new about the owner) is kept, and makes the entry due at once.
 */
final class Saves {

  /** Not what somebody is applying at this moment: it waits for this entry and will find it. */
  private static final String MATCH_AGAIN =
      "UPDATE inbox SET due_millis = ? WHERE id IN (SELECT id FROM inbox WHERE tenant = ?"
          + " AND instance = ? AND enrollment = ? AND due_millis IS NOT NULL AND due_millis > ?";

  private final Database database;
  private final GroupedWrites writes;
  private final Effects effects;
  private final Followers followers;
  private final PaceTable paces;
  private final String matchAgain;

  Saves(Database database, GroupedWrites writes, Inbox inbox, PaceTable paces) {
    this.database = database;
    this.writes = writes;
    this.paces = paces;
    this.matchAgain = MATCH_AGAIN + database.dialect().skipLocked() + ")";
    this.followers = new Followers(database.dialect());
    this.effects = new Effects(inbox, paces, followers);
  }

  boolean save(Claim claim, Saving saving) {
    EntryKey key = claim.entry().key();
    if (!saving.entry().key().equals(key)) {
      throw new IllegalArgumentException(
          "a claim of " + key + " cannot save " + saving.entry().key());
    }
    return writes.write("save " + key, (connection, tail) -> save(connection, tail, claim, saving));
  }

  boolean save(Connection connection, Tail tail, Claim claim, Saving saving) throws SQLException {
    EntryKey key = claim.entry().key();
    Optional<Row> found = EntryTable.hold(connection, key, database.dialect().forUpdate());
    if (found.isEmpty() || !holds(found.get(), claim)) {
      return false;
    }
    Row row = found.get();
    Instant now = database.now(connection);
    boolean told = toldToWithdraw(row, saving.entry());
    Entry next =
        told ? saving.entry().withdrawing(row.entry().withdrawal().orElseThrow()) : saving.entry();
    Instant due = due(row, saving, next, told, now);
    Leases.save(connection, row, next, due, lookedUp(row, saving), now);
    note(tail, row, next, saving.detail(), now);
    for (Saving.Effect effect : saving.effects()) {
      effects.carryOut(connection, tail, row, next, effect, now);
    }
    follow(connection, tail, row.entry(), next, now);
    return true;
  }

  private static boolean holds(Row row, Claim claim) {
    return row.claimedBy() != null && row.claims() == claim.number();
  }

  /** Since the claim it was told to withdraw, or that the device holds it no more. */
  private static boolean toldToWithdraw(Row row, Entry saved) {
    Optional<Entry.Withdrawal> told = row.entry().withdrawal();
    Optional<Entry.Withdrawal> known = saved.withdrawal();
    return told.isPresent()
        && (known.isEmpty() || (known.get().deviceHolds() && !told.get().deviceHolds()));
  }

  private static @Nullable Instant due(
      Row row, Saving saving, Entry next, boolean told, Instant now) {
    if (next.state() == State.GONE && next.sourceHalf() != Entry.SourceHalf.OWED) {
      return null;
    }
    // What was known at the claim the step has taken into account, and said when to come again.
    boolean ownerChanged = row.owner().now() != row.owner().claimed();
    boolean watched = next.state() == State.SENT || next.state() == State.INSTALLED;
    return told || saving.atOnce() || (watched && ownerChanged) ? now : saving.due().orElse(null);
  }

  /** The owner was looked up after the claim; what changed after that is not in the answer. */
  private static long lookedUp(Row row, Saving saving) {
    boolean resolved =
        row.entry().state() == State.REQUESTED && saving.entry().state() == State.RESOLVED;
    boolean confirmed =
        saving.effects().stream().anyMatch(each -> each instanceof Saving.OwnerConfirmed);
    return resolved || confirmed ? row.owner().claimed() : row.owner().lookedUp();
  }

  private static void note(Tail tail, Row row, Entry next, String detail, Instant now)
      throws SQLException {
    String node = Optional.ofNullable(row.claimedBy()).orElse(History.KALENDS);
    boolean moved = !History.describe(row.entry()).equals(History.describe(next));
    if (moved || !detail.isEmpty()) {
      History.moved(tail, node, row.entry(), next, detail, now);
    }
  }

  private void follow(Connection connection, Tail tail, Entry before, Entry next, Instant now)
      throws SQLException {
    if (before.state() == State.MINTING && next.state() == State.MINTED) {
      EntryKey key = next.key();
      paces.answered(tail, new Ledger.Instance(key.tenant(), key.instance()), now);
    }
    if (next.state() == State.REMOVE_SENT || next.state() == State.GONE) {
      followers.free(connection, tail, next.key(), now);
    }
    matchAgain(tail, next.key(), now);
  }

  /** Facts that found the entry claimed, or not yet as far as they tell, can match now. */
  private void matchAgain(Tail tail, EntryKey key, Instant now) throws SQLException {
    tail.add(matchAgain, update -> new Cells(update).time(now).key(key).time(now));
  }
}
