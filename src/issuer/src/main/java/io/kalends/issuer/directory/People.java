package io.kalends.issuer.directory;

import io.kalends.issuer.secret.RandomText;
import io.kalends.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everybody known, as of now, in the database. Methods that take a connection are parts of a
 * caller's transaction. Safe for use by several threads.
 */
public final class People {

  private static final int MAX_TRIES = 20;

  /** Who says that a person exists. */
  public enum Origin {
    /** The configuration: who is no longer written there has left. */
    CONFIGURATION,
    /** An import, or an administrator's call. */
    IMPORT
  }

  private final Database database;
  private final RandomText randomText;
  private final Clock clock;

  /**
   * The people in a database.
   *
   * @param database with the issuer's schema
   * @param randomText for user names
   * @param clock for times of first sight
   */
  public People(Database database, RandomText randomText, Clock clock) {
    this.database = database;
    this.randomText = randomText;
    this.clock = clock;
  }

  /**
   * Brings the database to what the configuration says: writes everybody in it, and lets those
   * resign who came from an earlier configuration and are in this one no more.
   *
   * @param directory the configuration
   */
  public void synchronize(Directory directory) {
    database.write(
        "synchronize people",
        connection -> {
          lock(connection);
          Set<Long> present = new HashSet<>();
          for (User user : directory.users()) {
            present.add(save(connection, user, Origin.CONFIGURATION).id());
          }
          for (Person person : PeopleTable.present(connection, Origin.CONFIGURATION)) {
            if (!present.contains(person.id())) {
              PeopleTable.setStatus(connection, person.id(), Person.Status.RESIGNED);
            }
          }
          return present.size();
        });
  }

  /**
   * Lets nobody else, on whatever node, bring the database to what a file says until this
   * transaction ends. First in such a transaction, before anything is read: else two of them would
   * mix two files, or write the same rows.
   *
   * @param connection inside a transaction that writes
   * @throws SQLException when the database refuses, or another holds it for longer than a statement
   *     may take
   */
  public void lock(Connection connection) throws SQLException {
    PeopleTable.lock(connection, database.dialect());
  }

  /**
   * Writes a person down, new or known.
   *
   * @param connection inside a transaction that writes
   * @param user as known from now on
   * @param origin who says so
   * @return with id and user name
   * @throws SQLException when the database refuses
   */
  public Person save(Connection connection, User user, Origin origin) throws SQLException {
    for (int i = 0; i < MAX_TRIES; i++) {
      PeopleTable.insert(connection, user, randomText.userName(), clock.instant());
      // A user name that is taken inserts nothing, and another is tried.
      if (PeopleTable.update(connection, user, origin)) {
        return PeopleTable.find(connection, user.tenant(), user.email()).orElseThrow();
      }
    }
    throw new IllegalStateException(
        "no free user name in " + MAX_TRIES + " tries; is the random source broken?");
  }

  /**
   * Somebody at an address.
   *
   * @param tenant the tenant's key
   * @param email in lower case
   * @return empty when the tenant has nobody there
   */
  public Optional<Person> find(String tenant, String email) {
    return database.read("find person", c -> PeopleTable.find(c, tenant, email));
  }

  /**
   * Somebody at an address.
   *
   * @param connection inside a transaction
   * @param tenant the tenant's key
   * @param email in lower case
   * @return empty when the tenant has nobody there
   * @throws SQLException when the database refuses
   */
  public Optional<Person> find(Connection connection, String tenant, String email)
      throws SQLException {
    return PeopleTable.find(connection, tenant, email);
  }

  /**
   * Somebody with a mobile number. Two may have the same; whoever is still there is found first.
   *
   * @param connection inside a transaction
   * @param tenant the tenant's key
   * @param mobile as written in the profile, not empty
   * @return empty when the tenant has nobody with it
   * @throws SQLException when the database refuses
   */
  public Optional<Person> findByMobile(Connection connection, String tenant, String mobile)
      throws SQLException {
    return PeopleTable.byMobile(connection, tenant, mobile);
  }

  /**
   * Somebody by id.
   *
   * @param connection inside a transaction
   * @param id from {@link Person#id()}
   * @return empty when there is nobody
   * @throws SQLException when the database refuses
   */
  public Optional<Person> find(Connection connection, long id) throws SQLException {
    return PeopleTable.byId(connection, id);
  }

  /**
   * A page of everybody.
   *
   * @param tenant the tenant's key
   * @param after id of the last one of the page before; 0 for the first page
   * @param limit at most so many
   * @return by id
   */
  public List<Person> page(String tenant, long after, int limit) {
    return database.read("list people", c -> PeopleTable.page(c, tenant, after, limit));
  }

  /**
   * Lets somebody leave, freeze or come back.
   *
   * @param connection inside a transaction that writes
   * @param id from {@link Person#id()}
   * @param status from now on
   * @throws SQLException when the database refuses
   */
  public void setStatus(Connection connection, long id, Person.Status status) throws SQLException {
    PeopleTable.setStatus(connection, id, status);
  }
}
