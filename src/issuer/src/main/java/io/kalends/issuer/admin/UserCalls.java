package io.kalends.issuer.admin;

import io.kalends.edge.Parameters;
import io.kalends.edge.Response;
import io.kalends.edge.config.Fields;
import io.kalends.edge.config.InvalidSetting;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.People;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.directory.User;
import io.kalends.issuer.roster.Changes;
import io.kalends.issuer.roster.Import;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Calls about people. */
final class UserCalls {

  private static final int MAX_LEAVERS = 10_000_000;

  private final Administered all;
  private final Finder finder;
  private final Audit audit;

  UserCalls(Administered all, Audit audit) {
    this.all = all;
    this.finder = new Finder(all.directory(), all.people());
    this.audit = audit;
  }

  Response list(AdminCall call) {
    Parameters query = call.query(Set.of("tenant", "user", "status", "after", "limit"));
    int limit = AdminCall.limit(query);
    People.Query wanted =
        new People.Query(
            query.one("tenant").orElse(""),
            Finder.email(query.one("user").orElse("")),
            query.one("status").stream().map(UserCalls::status).collect(Collectors.toSet()),
            AdminCall.number(query, "after", 0, Long.MAX_VALUE),
            limit);
    return AdminJson.page(
        "users", all.people().page(wanted).stream().map(AdminJson::person).toList(), limit);
  }

  /** Freezes somebody, lets them leave or lets them come back. */
  AdminEndpoint setting(String action, Person.Status status) {
    return call -> {
      Fields body = call.body(Set.of("user", "tenant"));
      Person now = audit.change(call, action, connection -> set(connection, body, status));
      return AdminJson.answer(200, AdminJson.person(now));
    };
  }

  private Audit.Done<Person> set(Connection connection, Fields body, Person.Status status)
      throws SQLException {
    Person before = finder.person(connection, body);
    if (status == Person.Status.FROZEN && before.status() == Person.Status.RESIGNED) {
      throw new AdminProblem(
          409, "user", "the person has left already", "there is nothing to freeze");
    }
    all.roster().setStatus(connection, before, status);
    return new Audit.Done<>(
        "person " + before.id() + " " + before.email(),
        all.people().find(connection, before.id()).orElseThrow());
  }

  /** Takes a whole file, or nothing of it. */
  Response take(AdminCall call) {
    Parameters query = call.query(Set.of("tenant", "complete", "dryRun", "leavers"));
    Set<String> tenants =
        query.one("tenant").map(Set::of).orElseGet(() -> all.directory().tenantKeys());
    if (!all.directory().tenantKeys().containsAll(tenants)) {
      throw new InvalidSetting(
          "tenant", "is none that an app of the configuration is installed in");
    }
    List<User> users = Directory.people(call.text(), tenants);
    Import file =
        new Import(
            all.directory(),
            AdminCall.flag(query, "complete"),
            (int) AdminCall.number(query, "leavers", 0, MAX_LEAVERS));
    if (AdminCall.flag(query, "dryRun")) {
      return changes(all.roster().preview(users, file), true);
    }
    Changes changes =
        audit.change(
            call,
            "import people",
            connection -> {
              Changes made = all.roster().take(connection, users, file);
              return new Audit.Done<>(summary(made), made);
            });
    return changes(changes, false);
  }

  private static Person.Status status(String sent) {
    return Stream.of(Person.Status.values())
        .filter(status -> status.name().equals(sent.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidSetting(
                    "status", "must be one of active, frozen, resigned, unregistered"));
  }

  private static String summary(Changes changes) {
    return "added=%d changed=%d left=%d"
        .formatted(changes.added(), changes.changed(), changes.leaving().size());
  }

  private static Response changes(Changes changes, boolean dryRun) {
    return AdminJson.answer(
        200,
        Map.of(
            "dryRun", dryRun,
            "added", changes.added(),
            "changed", changes.changed(),
            "unchanged", changes.unchanged(),
            "configured", changes.configured(),
            "held", changes.held(),
            "leaving", changes.leaving()));
  }
}
