package io.kalends.ledger;

import io.kalends.ledger.EntryTable.Cells;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** Rows of the table {@code guard}, as far as they stop claims. */
final class Guards {

  /** The name of the guard that a person set to stop all steps. */
  static final String PAUSE = "pause";

  private Guards() {}

  /** Those of the instances that nobody stopped, nor their tenant. */
  static Set<Ledger.Instance> open(Connection connection, Collection<Ledger.Instance> instances)
      throws SQLException {
    Set<Ledger.Instance> open = new LinkedHashSet<>(instances);
    Set<String> tenants = new LinkedHashSet<>();
    instances.forEach(each -> tenants.add(each.tenant()));
    for (String tenant : tenants) {
      Set<String> paused = paused(connection, tenant);
      open.removeIf(
          each ->
              each.tenant().equals(tenant)
                  && (paused.contains("") || paused.contains(each.instance())));
    }
    return open;
  }

  private static Set<String> paused(Connection connection, String tenant) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT instance FROM guard WHERE tenant = ? AND name = ?")) {
      new Cells(select).text(tenant).text(PAUSE);
      Set<String> paused = new HashSet<>();
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          paused.add(found.getString(1));
        }
      }
      return paused;
    }
  }
}
