package io.kalends.ledger;

import io.kalends.ledger.EntryTable.Cells;
import io.kalends.ledger.EntryTable.Row;
import io.kalends.store.Tail;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/** What else is true once a step is saved. */
final class Effects {

  private static final String ORPHAN =
      "INSERT INTO possible_orphan (tenant, instance, enrollment, generation, api, owner, label,"
          + " exchange_id, at_millis) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";

  private final Inbox inbox;
  private final PaceTable paces;
  private final Followers followers;

  Effects(Inbox inbox, PaceTable paces, Followers followers) {
    this.inbox = inbox;
    this.paces = paces;
    this.followers = followers;
  }

  void carryOut(
      Connection connection, Tail tail, Row row, Entry saved, Saving.Effect effect, Instant now)
      throws SQLException {
    EntryKey key = saved.key();
    if (effect instanceof Saving.PossibleOrphan orphan) {
      list(connection, saved, orphan, now);
    } else if (effect instanceof Saving.Pause pause) {
      paces.pause(connection, key.tenant(), pause, now);
    } else if (effect instanceof Saving.Supersede) {
      followers.supersede(connection, tail, key, now);
    } else if (effect instanceof Saving.Reopen reopen) {
      followers.reopen(connection, tail, row, saved, reopen.cause(), now);
    } else if (effect instanceof Saving.Learnt learnt) {
      inbox.insert(connection, key.tenant(), key.instance(), learnt.event(), now);
    }
  }

  private static void list(
      Connection connection, Entry entry, Saving.PossibleOrphan orphan, Instant now)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(ORPHAN)) {
      new Cells(insert)
          .key(entry.key())
          .number(entry.key().generation())
          .text(orphan.api())
          .text(entry.target().map(target -> target.owner().address()).orElse(""))
          .text(orphan.label().value())
          .words(orphan.exchangeId())
          .time(now);
      insert.executeUpdate();
    }
  }
}
