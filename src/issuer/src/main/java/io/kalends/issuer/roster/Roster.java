package io.kalends.issuer.roster;

import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.People;
import io.kalends.issuer.directory.People.Known;
import io.kalends.issuer.directory.People.Origin;
import io.kalends.issuer.directory.People.Word;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.directory.User;
import io.kalends.issuer.roster.Plan.Address;
import io.kalends.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where people come and go. Whoever leaves, by whatever way, leaves whole: status,
 * credentials, tokens and what else hears of it change in one transaction. Safe for use by several
 * threads.
 */
public final class Roster {

  private static final Logger LOG = LoggerFactory.getLogger(Roster.class);

  private final Database database;
  private final People people;
  private final List<Departure> departures;

  /**
   * The people of a database.
   *
   * @param database with the issuer's schema
   * @param people who is known
   * @param departures what happens when somebody leaves
   */
  public Roster(Database database, People people, List<Departure> departures) {
    this.database = database;
    this.people = people;
    this.departures = List.copyOf(departures);
  }

  /**
   * Brings the database to what the configuration says: writes everybody in it down, and lets those
   * leave who came from an earlier configuration and are in this one no more.
   *
   * @param directory the configuration
   * @param leavers so many may leave at once, however many are there
   * @return what changed
   * @throws TooManyLeavers when more than five and more than one in fifty would leave, and more
   *     than confirmed; nothing changed
   */
  public Changes synchronize(Directory directory, int leavers) {
    Changes changes =
        database.write(
            "synchronize people",
            connection -> {
              people.lock(connection);
              Plan plan = new Plan(people.everybody(connection), Origin.CONFIGURATION);
              plan.say(directory.users(), Set.of());
              plan.sayNobodyElse(directory.users(), one -> one.origin() == Origin.CONFIGURATION);
              return apply(connection, plan, Origin.CONFIGURATION, leavers);
            });
    LOG.info(
        "people of the configuration: {} new, {} changed, {} left",
        changes.added(),
        changes.changed(),
        changes.leaving().size());
    return changes;
  }

  /**
   * What an import would change.
   *
   * @param users who is there
   * @param file how to take them
   * @return nothing has changed
   */
  public Changes preview(List<User> users, Import file) {
    return database.read("preview import", connection -> plan(connection, users, file).changes());
  }

  /**
   * Imports people.
   *
   * @param connection inside a transaction that writes
   * @param users who is there
   * @param file how to take them
   * @return what changed
   * @throws TooManyLeavers when more than five and more than one in fifty would leave, and more
   *     than confirmed; nothing changed
   * @throws SQLException when the database refuses
   */
  public Changes take(Connection connection, List<User> users, Import file) throws SQLException {
    people.lock(connection);
    return apply(connection, plan(connection, users, file), Origin.IMPORT, file.leavers());
  }

  /**
   * Lets somebody leave, freezes them or lets them come back. Leaving and freezing stand until
   * somebody lets them come back here, whatever configuration and imports say.
   *
   * @param connection inside a transaction that writes
   * @param person who
   * @param status from now on
   * @throws SQLException when the database refuses
   */
  public void setStatus(Connection connection, Person person, Person.Status status)
      throws SQLException {
    // A file that is being taken in at this moment must not overwrite the administrator's word.
    people.lock(connection);
    Word by = status == Person.Status.ACTIVE ? Word.DIRECTORY : Word.ADMINISTRATOR;
    people.setStatus(connection, person.id(), status, by);
    if (status == Person.Status.RESIGNED && person.status() != Person.Status.RESIGNED) {
      left(connection, person);
    }
  }

  private Plan plan(Connection connection, List<User> users, Import file) throws SQLException {
    Set<Address> configured =
        file.directory().users().stream().map(Address::of).collect(Collectors.toSet());
    Plan plan = new Plan(people.everybody(connection), Origin.IMPORT);
    plan.say(users, configured);
    if (file.complete()) {
      Set<String> tenants = users.stream().map(User::tenant).collect(Collectors.toSet());
      plan.sayNobodyElse(
          users, one -> one.origin() == Origin.IMPORT && tenants.contains(one.person().tenant()));
    }
    return plan;
  }

  private Changes apply(Connection connection, Plan plan, Origin origin, int leavers)
      throws SQLException {
    TooManyLeavers.check(plan.leaving().size(), plan.present(), leavers);
    for (User user : plan.written()) {
      people.save(connection, user, origin);
    }
    for (Known one : plan.leaving()) {
      people.setStatus(connection, one.person().id(), Person.Status.RESIGNED, one.statusBy());
      left(connection, one.person());
    }
    return plan.changes();
  }

  private void left(Connection connection, Person before) throws SQLException {
    Person person = people.find(connection, before.id()).orElseThrow();
    for (Departure departure : departures) {
      departure.left(connection, person);
    }
  }
}
