package io.kalends.issuer.contract;

import io.kalends.issuer.directory.People;
import io.kalends.issuer.directory.Person;
import io.kalends.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Looks people up, all of one call in one picture of the database. */
final class PeopleSearch {

  /** Numbers of mainland China are sent without it. */
  private static final String MAINLAND = "+86";

  private final Database database;
  private final People people;

  PeopleSearch(Database database, People people) {
    this.database = database;
    this.people = people;
  }

  /**
   * What was sought and who was found.
   *
   * @param field {@code email} or {@code mobile}
   * @param value as sent
   */
  record Row(String field, String value, Optional<Person> person) {}

  /** One row for each value. The enterprise mail address matches nothing. */
  List<Row> find(String tenant, List<String> emails, List<String> mobiles) {
    return database.read(
        "find people",
        connection -> {
          List<Row> rows = new ArrayList<>();
          for (String email : emails) {
            String lower = email.strip().toLowerCase(Locale.ROOT);
            rows.add(new Row("email", email, people.find(connection, tenant, lower)));
          }
          for (String mobile : mobiles) {
            rows.add(new Row("mobile", mobile, byMobile(connection, tenant, mobile.strip())));
          }
          return rows;
        });
  }

  private Optional<Person> byMobile(Connection connection, String tenant, String mobile)
      throws SQLException {
    // Most people have none: an empty number would be a great many people's.
    if (mobile.isEmpty()) {
      return Optional.empty();
    }
    Optional<Person> found = people.findByMobile(connection, tenant, mobile);
    return found.isPresent() || mobile.startsWith("+")
        ? found
        : people.findByMobile(connection, tenant, MAINLAND + mobile);
  }
}
