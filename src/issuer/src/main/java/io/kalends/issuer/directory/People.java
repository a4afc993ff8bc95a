package io.kalends.issuer.directory;

import io.kalends.issuer.secret.RandomText;
import io.kalends.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
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

  /** Whose word a status is. */
  public enum Word {
    /** The configuration's or an import's. */
    DIRECTORY,
    /** An administrator's: stands against later files. */
    ADMINISTRATOR
  }

  /**
   * Somebody, with who said so.
   *
   * @param person as known
   * @param origin who says that the person exists
   * @param statusBy who says whether still there
   */
  public record Known(Person person, Origin origin, Word statusBy) {}

  /**
   * Who is asked for, a page at a time.
   *
   * @param tenant the tenant's key; empty for all
   * @param email in lower case; empty for all
   * @param statuses empty for all
   * @param after id of the last one of the page before; 0 for the first page
   * @param limit at most so many
   */
  public record Query(
      String tenant, String email, Set<Person.Status> statuses, long after, int limit) {

    /** Takes a copy. */
    public Query {
      statuses = Set.copyOf(statuses);
    }
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
   * Writes a person down, new or known. The status of somebody an administrator froze or let go
   * stays as it is.
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
   * A page of some.
   *
   * @param query which
   * @return by id
   */
  public List<Person> page(Query query) {
    return database.read("list people", c -> PeopleTable.page(c, query));
  }

  /**
   * Everybody, with who said so.
   *
   * @param connection inside a transaction
   * @return by id
   * @throws SQLException when the database refuses
   */
  public List<Known> everybody(Connection connection) throws SQLException {
    return PeopleTable.everybody(connection);
  }

  /**
   * Writes a status down and nothing else: who lets somebody leave does more, in the same
   * transaction.
   *
   * @param connection inside a transaction that writes
   * @param id from {@link Person#id()}
   * @param status from now on
   * @param by whose word it is
   * @throws SQLException when the database refuses
   */
  public void setStatus(Connection connection, long id, Person.Status status, Word by)
      throws SQLException {
    PeopleTable.setStatus(connection, id, status, by);
  }
}
