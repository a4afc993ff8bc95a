package io.kalends.issuer.token;

import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.People;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.directory.User;
import io.kalends.issuer.directory.UserToken;
import io.kalends.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** User access tokens, in the database, by their hash. Safe for use by several threads. */
public final class AccessTokens {

  /** How a token came to be. */
  public enum Origin {
    /** Written in the configuration. */
    CONFIGURATION,
    /** A person's consent. */
    GRANT,
    /** Made by an administrator. */
    ADMINISTRATOR
  }

  private final Database database;
  private final People people;
  private final Clock clock;

  /**
   * The tokens in a database.
   *
   * @param database with the issuer's schema
   * @param people who grant
   * @param clock for times of granting
   */
  public AccessTokens(Database database, People people, Clock clock) {
    this.database = database;
    this.people = people;
    this.clock = clock;
  }

  /**
   * Takes over the tokens that the configuration grants beforehand, and drops those that an earlier
   * configuration granted. What was revoked meanwhile stays revoked: an administrator's word
   * outlasts a restart. The people are to be synchronized before.
   *
   * @param directory the configuration
   */
  public void synchronize(Directory directory) {
    database.write(
        "synchronize tokens",
        connection -> {
          people.lock(connection);
          Set<String> granted = new HashSet<>();
          for (User user : directory.users()) {
            Person person = people.find(connection, user.tenant(), user.email()).orElseThrow();
            for (User.Token token : user.tokens()) {
              granted.add(token.token().hash().sha256());
              grant(connection, person, token);
            }
          }
          for (String hash : AccessTokenTable.live(connection, Origin.CONFIGURATION)) {
            if (!granted.contains(hash)) {
              AccessTokenTable.delete(connection, hash);
            }
          }
          return directory;
        });
  }

  /**
   * The row of a token that is there stays: to delete and write it anew would lose the word of
   * whoever revokes it meanwhile, on another node.
   */
  private void grant(Connection connection, Person person, User.Token token) throws SQLException {
    AccessTokenTable.insertOrUpdate(
        connection,
        token.token(),
        new Access(token.app(), person, token.scopes(), token.expires(), false),
        new AccessTokenTable.Birth(Origin.CONFIGURATION, 0, clock.instant()));
  }

  /**
   * Keeps a token.
   *
   * @param connection inside a transaction that writes
   * @param token new
   * @param access what it stands for
   * @param origin how it came to be
   * @throws SQLException when the database refuses, for example because it has that token
   */
  public void save(Connection connection, UserToken token, Access access, Origin origin)
      throws SQLException {
    AccessTokenTable.insert(
        connection, token, access, new AccessTokenTable.Birth(origin, 0, clock.instant()));
  }

  /**
   * What a token stands for.
   *
   * @param token as sent
   * @return expired and revoked ones too; empty when nobody granted it, or who did was erased
   */
  public Optional<Access> find(UserToken token) {
    return database.read(
        "find token",
        connection -> {
          Optional<AccessTokenTable.Row> row = AccessTokenTable.find(connection, token);
          if (row.isEmpty()) {
            return Optional.empty();
          }
          return people.find(connection, row.get().account()).map(row.get()::of);
        });
  }

  /**
   * Whether a token was ever granted, by whomever.
   *
   * @param token as sent
   * @return true also when it no longer counts, or who granted it was erased
   */
  public boolean isKnown(UserToken token) {
    return database.read(
        "know token", connection -> AccessTokenTable.find(connection, token).isPresent());
  }

  /** The far future, as far as a database's whole number goes. */
  static long millis(Instant instant) {
    return instant.equals(Instant.MAX) ? Long.MAX_VALUE : instant.toEpochMilli();
  }

  static Instant instant(long millis) {
    return millis == Long.MAX_VALUE ? Instant.MAX : Instant.ofEpochMilli(millis);
  }
}
