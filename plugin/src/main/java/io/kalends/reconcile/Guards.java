package io.kalends.reconcile;

import io.kalends.ledger.Ledger.Instance;
import io.kalends.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * What stops the machinery until a person lets it go on: a pause, and a pass that would withdraw
 * more than is likely to be true. In the database, so that it holds on every node and after a
 * restart.
 */
public final class Guards {

  /** Nothing is claimed: devices keep what they have, facts are still taken in. */
  public static final String PAUSE = "pause";

  /** A pass found more devices gone than is likely; it waits for {@link #allowWithdrawals}. */
  public static final String WITHDRAWALS = "withdrawals";

  /** A person let so many withdrawals happen; used up by the next pass, needed or not. */
  public static final String ALLOWED = "withdrawals-allowed";

  private final Database database;

  /**
   * Guards of a ledger.
   *
   * @param database the ledger's
   */
  public Guards(Database database) {
    this.database = database;
  }

  /**
   * A guard that stands.
   *
   * @param of whom it stops; an empty instance means all of the tenant
   * @param name {@link #PAUSE}, {@link #WITHDRAWALS} or {@link #ALLOWED}
   * @param since when it was set
   * @param actor who or what set it
   * @param detail why, and what to do
   */
  public record Guard(Instance of, String name, Instant since, String actor, String detail) {}

  /**
   * Stops claiming.
   *
   * @param of an instance, or a tenant when its instance is empty
   * @param actor who wants it
   * @param reason for the others
   */
  public void pause(Instance of, String actor, String reason) {
    database.write("pause", connection -> set(connection, of, PAUSE, actor, 0, reason));
  }

  /**
   * Goes on claiming.
   *
   * @param of as it was paused
   * @return false when it was not paused
   */
  public boolean resume(Instance of) {
    return database.write("resume", connection -> remove(connection, of, PAUSE).isPresent());
  }

  /**
   * Lets the withdrawals that were stopped happen: in the next pass, and no more than there were.
   *
   * @param of the instance
   * @param actor who allows it
   * @return how many; empty when none were stopped
   */
  public OptionalInt allowWithdrawals(Instance of, String actor) {
    return database.write(
        "allow withdrawals",
        connection -> {
          OptionalInt stopped = remove(connection, of, WITHDRAWALS);
          if (stopped.isPresent()) {
            int amount = stopped.getAsInt();
            String detail = "up to %d are withdrawn by the next pass".formatted(amount);
            set(connection, of, ALLOWED, actor, amount, detail);
          }
          return stopped;
        });
  }

  /**
   * Those that stand.
   *
   * @param tenant whose
   * @return oldest first
   */
  public List<Guard> standing(String tenant) {
    return database.read(
        "list guards",
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT * FROM guard WHERE tenant = ? ORDER BY since_millis, instance, name")) {
            select.setString(1, tenant);
            List<Guard> guards = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                guards.add(
                    new Guard(
                        new Instance(tenant, row.getString("instance")),
                        row.getString("name"),
                        Instant.ofEpochMilli(row.getLong("since_millis")),
                        row.getString("actor"),
                        row.getString("detail")));
              }
            }
            return guards;
          }
        });
  }

  /** Uses the permission up. 0 when there was none. */
  int useAllowance(Connection connection, Instance of) throws SQLException {
    return remove(connection, of, ALLOWED).orElse(0);
  }

  void stopWithdrawals(Connection connection, Instance of, String actor, int amount, String detail)
      throws SQLException {
    set(connection, of, WITHDRAWALS, actor, amount, detail);
  }

  /** There is nothing to ask any more. */
  void liftWithdrawals(Connection connection, Instance of) throws SQLException {
    remove(connection, of, WITHDRAWALS);
  }

  /** It stands from now on; one that did before keeps its beginning and who set it. */
  private int set(
      Connection connection, Instance of, String name, String actor, int amount, String detail)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO guard (tenant, instance, name, since_millis, actor, amount, detail)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tenant, instance, name)"
                + " DO UPDATE SET amount = excluded.amount, detail = excluded.detail")) {
      insert.setString(1, of.tenant());
      insert.setString(2, of.instance());
      insert.setString(3, name);
      insert.setLong(4, database.now(connection).toEpochMilli());
      insert.setString(5, actor);
      insert.setInt(6, amount);
      insert.setString(7, detail);
      return insert.executeUpdate();
    }
  }

  /** Its amount; empty when it did not stand. */
  private static OptionalInt remove(Connection connection, Instance of, String name)
      throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM guard WHERE tenant = ? AND instance = ? AND name = ? RETURNING amount")) {
      delete.setString(1, of.tenant());
      delete.setString(2, of.instance());
      delete.setString(3, name);
      try (ResultSet row = delete.executeQuery()) {
        return row.next() ? OptionalInt.of(row.getInt(1)) : OptionalInt.empty();
      }
    }
  }
}
