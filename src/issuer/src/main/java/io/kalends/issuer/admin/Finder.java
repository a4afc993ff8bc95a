package io.kalends.issuer.admin;

import io.kalends.edge.config.Fields;
import io.kalends.edge.config.InvalidSetting;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.People;
import io.kalends.issuer.directory.Person;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds what a call is about, or says that there is no such thing. */
final class Finder {

  private final Directory directory;
  private final People people;

  Finder(Directory directory, People people) {
    this.directory = directory;
    this.people = people;
  }

  /** Named by {@code user}, an address, and {@code tenant} when there are several. */
  Person person(Connection connection, Fields body) throws SQLException {
    String email = email(body.text("user"));
    String tenant = tenant(body);
    return people
        .find(connection, tenant, email)
        .orElseThrow(
            () -> AdminProblem.notFound("user", "nobody has this address in tenant " + tenant));
  }

  App app(String id) {
    return directory
        .app(id)
        .orElseThrow(() -> AdminProblem.notFound("app", "the configuration has no such app"));
  }

  static String email(String sent) {
    return sent.toLowerCase(Locale.ROOT);
  }

  private String tenant(Fields body) {
    Set<String> keys = directory.tenantKeys();
    return body.optionalText("tenant")
        .or(() -> keys.size() == 1 ? keys.stream().findFirst() : Optional.empty())
        .filter(keys::contains)
        .orElseThrow(
            () -> new InvalidSetting("tenant", "must be one of " + String.join(", ", keys)));
  }
}
