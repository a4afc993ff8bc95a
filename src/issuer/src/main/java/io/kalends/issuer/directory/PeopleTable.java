package io.kalends.issuer.directory;

import io.kalends.store.Dialect;
import io.kalends.store.TextColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The SQL of people. */
final class PeopleTable {

  private static final String SELECT =
      "SELECT id, tenant, email, user_name, name, en_name, mobile, employee_no, enterprise_email,"
          + " status, origin, status_by FROM account";

  private PeopleTable() {}

  /** The one row that is there from a database's first start on, whoever is known. */
  static void lock(Connection connection, Dialect dialect) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement("SELECT one FROM pepper_check" + dialect.forUpdate());
        ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        throw new IllegalStateException("the pepper is checked before people are written down");
      }
    }
  }

  static Optional<Person> find(Connection connection, String tenant, String email)
      throws SQLException {
    if (!TextColumn.holds(tenant) || !TextColumn.holds(email)) {
      return Optional.empty();
    }
    try (PreparedStatement select =
        connection.prepareStatement(SELECT + " WHERE tenant = ? AND email = ?")) {
      select.setString(1, tenant);
      select.setString(2, email);
      return people(select).stream().findFirst();
    }
  }

  /** Whoever is still there comes first, then who came first. */
  static Optional<Person> byMobile(Connection connection, String tenant, String mobile)
      throws SQLException {
    if (!TextColumn.holds(tenant) || !TextColumn.holds(mobile)) {
      return Optional.empty();
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            SELECT
                + " WHERE tenant = ? AND mobile = ?"
                + " ORDER BY CASE WHEN status = 'RESIGNED' THEN 1 ELSE 0 END, id LIMIT 1")) {
      select.setString(1, tenant);
      select.setString(2, mobile);
      return people(select).stream().findFirst();
    }
  }

  static Optional<Person> byId(Connection connection, long id) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SELECT + " WHERE id = ?")) {
      select.setLong(1, id);
      return people(select).stream().findFirst();
    }
  }

  static List<Person> page(Connection connection, String tenant, long after, int limit)
      throws SQLException {
    if (!TextColumn.holds(tenant)) {
      return List.of();
    }
    try (PreparedStatement select =
        connection.prepareStatement(SELECT + " WHERE tenant = ? AND id > ? ORDER BY id LIMIT ?")) {
      select.setString(1, tenant);
      select.setLong(2, after);
      select.setInt(3, limit);
      return people(select);
    }
  }

  static List<Person> page(Connection connection, People.Query query) throws SQLException {
    if (!TextColumn.holds(query.tenant()) || !TextColumn.holds(query.email())) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    StringBuilder where = new StringBuilder(" WHERE id > ?");
    if (!query.tenant().isEmpty()) {
      where.append(" AND tenant = ?");
      texts.add(query.tenant());
    }
    if (!query.email().isEmpty()) {
      where.append(" AND email = ?");
      texts.add(query.email());
    }
    if (!query.statuses().isEmpty()) {
      where.append(" AND status IN (?" + ", ?".repeat(query.statuses().size() - 1) + ")");
      query.statuses().forEach(status -> texts.add(status.name()));
    }
    try (PreparedStatement select =
        connection.prepareStatement(SELECT + where + " ORDER BY id LIMIT ?")) {
      int at = 1;
      select.setLong(at++, query.after());
      for (String text : texts) {
        select.setString(at++, text);
      }
      select.setInt(at, query.limit());
      return people(select);
    }
  }

  static List<People.Known> everybody(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SELECT + " ORDER BY id");
        ResultSet rows = select.executeQuery()) {
      List<People.Known> everybody = new ArrayList<>();
      while (rows.next()) {
        everybody.add(
            new People.Known(
                person(rows),
                People.Origin.valueOf(rows.getString(11)),
                People.Word.valueOf(rows.getString(12))));
      }
      return everybody;
    }
  }

  static void insert(Connection connection, User user, String userName, Instant now)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO account (tenant, email, user_name, created_millis) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT DO NOTHING")) {
      insert.setString(1, user.tenant());
      insert.setString(2, user.email());
      insert.setString(3, userName);
      insert.setLong(4, now.toEpochMilli());
      insert.executeUpdate();
    }
  }

  static boolean update(Connection connection, User user, People.Origin origin)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE account SET name = ?, en_name = ?, mobile = ?, employee_no = ?,"
                + " enterprise_email = ?, origin = ?,"
                + " status = CASE WHEN status_by = 'ADMINISTRATOR' THEN status ELSE ? END"
                + " WHERE tenant = ? AND email = ?")) {
      update.setString(1, user.name());
      update.setString(2, user.profile().enName());
      update.setString(3, user.profile().mobile());
      update.setString(4, user.profile().employeeNo());
      update.setString(5, user.profile().enterpriseEmail());
      update.setString(6, origin.name());
      update.setString(7, user.status().name());
      update.setString(8, user.tenant());
      update.setString(9, user.email());
      return update.executeUpdate() == 1;
    }
  }

  static void setStatus(Connection connection, long id, Person.Status status, People.Word by)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE account SET status = ?, status_by = ? WHERE id = ?")) {
      update.setString(1, status.name());
      update.setString(2, by.name());
      update.setLong(3, id);
      update.executeUpdate();
    }
  }

  private static List<Person> people(PreparedStatement select) throws SQLException {
    try (ResultSet rows = select.executeQuery()) {
      List<Person> people = new ArrayList<>();
      while (rows.next()) {
        people.add(person(rows));
      }
      return people;
    }
  }

  private static Person person(ResultSet row) throws SQLException {
    return new Person(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        new Person.Profile(row.getString(6), row.getString(7), row.getString(8), row.getString(9)),
        Person.Status.valueOf(row.getString(10)));
  }
}
