package io.kalends.issuer.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kalends.issuer.directory.Person;
import io.kalends.issuer.secret.Pepper;
import io.kalends.issuer.secret.RandomText;
import io.kalends.store.Database;
import io.kalends.store.TextColumn;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every credential ever minted. Nothing is cached: what is revoked here is refused by every node at
 * its next request. Safe for use by several threads and nodes: whoever adds to what a person has,
 * or takes away more than one by its id, holds the person's row first, so that of two who do so at
 * once the second sees what the first one left.
 */
public final class Credentials {

  private final Database database;
  private final Pepper pepper;
  private final RandomText randomText;
  private final Clock clock;

  /**
   * The credentials in a database.
   *
   * @param database with the issuer's schema
   * @param pepper the one this database was made with
   * @param randomText for passwords
   * @param clock for times of minting and revoking
   */
  public Credentials(Database database, Pepper pepper, RandomText randomText, Clock clock) {
    this.database = database;
    this.pepper = pepper;
    this.randomText = randomText;
    this.clock = clock;
  }

  /**
   * Mints a credential beside those the owner has. It is on disk when this returns.
   *
   * @param owner who is to log in with it
   * @param deviceName shown to the owner; may be empty
   * @return the only sight of the password
   * @throws InactiveOwner when the owner is no longer active by now; nothing was minted
   * @throws io.kalends.store.DatabaseFailure when the database refuses; nothing was minted
   */
  public Minted mint(Person owner, String deviceName) {
    String password = randomText.password();
    byte[] hash = pepper.hash(password);
    return new Minted(
        database.write(
            "mint",
            connection -> {
              holdActive(connection, owner.id());
              return insert(connection, owner.id(), deviceName, hash);
            }),
        password);
  }

  /**
   * Mints a credential in place of those the owner has under the same device name, which are
   * revoked in the same moment.
   *
   * @param owner who is to log in with it
   * @param deviceName shown to the owner; may be empty
   * @return the only sight of the password
   * @throws InactiveOwner when the owner is no longer active by now; nothing was minted or revoked
   * @throws io.kalends.store.DatabaseFailure when the database refuses; nothing was minted or
   *     revoked
   */
  public Minted mintInPlace(Person owner, String deviceName) {
    String password = randomText.password();
    byte[] hash = pepper.hash(password);
    return new Minted(
        database.write(
            "mint in place",
            connection -> {
              holdActive(connection, owner.id());
              CredentialTable.revoke(
                  connection, owner.id(), deviceName.getBytes(UTF_8), now(), "replaced");
              return insert(connection, owner.id(), deviceName, hash);
            }),
        password);
  }

  /**
   * Gives a credential another password: the old one is revoked and a new one minted for the same
   * owner and device name in the same moment.
   *
   * @param id of a live credential
   * @param by who asked for it, in words
   * @return the only sight of the password; empty when there is no such live credential
   */
  public Optional<Minted> rotate(long id, String by) {
    return database.write("rotate credential", connection -> rotate(connection, id, by));
  }

  /**
   * The same as part of a caller's transaction.
   *
   * @param connection inside a transaction that writes
   * @param id of a live credential
   * @param by who asked for it, in words
   * @return the only sight of the password; empty when there is no such live credential
   * @throws SQLException when the database refuses
   */
  public Optional<Minted> rotate(Connection connection, long id, String by) throws SQLException {
    Optional<CredentialTable.Key> old = CredentialTable.key(connection, id);
    if (old.isEmpty()) {
      return Optional.empty();
    }
    hold(connection, old.get().account());
    if (!CredentialTable.revoke(connection, id, now(), by)) {
      return Optional.empty();
    }
    String password = randomText.password();
    Credential credential =
        insert(connection, old.get().account(), old.get().deviceName(), pepper.hash(password));
    return Optional.of(new Minted(credential, password));
  }

  /**
   * Recognises a credential, whether it still opens something or not. The same work is done whether
   * the user exists or not: one hash, one look-up by that hash, one comparison.
   *
   * @param userName what the device sent
   * @param password what the device sent
   * @return empty when there never was such a pair
   */
  public Optional<Login> recognise(String userName, String password) {
    byte[] hash = pepper.hash(password);
    Optional<Login> found =
        database.read("recognise", connection -> CredentialTable.byHash(connection, hash));
    String expected = found.map(login -> login.credential().userName()).orElse("");
    boolean same = MessageDigest.isEqual(expected.getBytes(UTF_8), userName.getBytes(UTF_8));
    return same ? found : Optional.empty();
  }

  /**
   * Recognises a credential that logs in, by the same work as {@link #recognise}.
   *
   * @param userName what the device sent
   * @param password what the device sent
   * @return empty when there is no such pair, it was revoked, or its owner is not active
   */
  public Optional<Credential> authenticate(String userName, String password) {
    return recognise(userName, password).filter(Login::admitted).map(Login::credential);
  }

  /**
   * Revokes one credential. Revoking again changes nothing.
   *
   * @param id of a credential
   * @param by who asked for it, in words
   * @return as it is now; empty when there is none with this id
   */
  public Optional<Credential> revoke(long id, String by) {
    return database.write("revoke credential", connection -> revoke(connection, id, by));
  }

  /**
   * The same as part of a caller's transaction.
   *
   * @param connection inside a transaction that writes
   * @param id of a credential
   * @param by who asked for it, in words
   * @return as it is now; empty when there is none with this id
   * @throws SQLException when the database refuses
   */
  public Optional<Credential> revoke(Connection connection, long id, String by)
      throws SQLException {
    CredentialTable.revoke(connection, id, now(), by);
    return CredentialTable.byId(connection, id);
  }

  /**
   * Revokes what a person has under a device name. There may be several: equal names add up.
   *
   * @param owner whose
   * @param deviceName to the letter
   * @param by who asked for it, in words
   * @return how many were live until now
   */
  public int revoke(Person owner, String deviceName, String by) {
    return database.write(
        "revoke credentials of a device",
        connection -> revoke(connection, owner.id(), deviceName, by));
  }

  /**
   * The same as part of a caller's transaction.
   *
   * @param connection inside a transaction that writes
   * @param ownerId whose
   * @param deviceName to the letter
   * @param by who asked for it, in words
   * @return how many were live until now
   * @throws SQLException when the database refuses
   */
  public int revoke(Connection connection, long ownerId, String deviceName, String by)
      throws SQLException {
    if (!TextColumn.isUnicode(deviceName)) {
      return 0;
    }
    hold(connection, ownerId);
    return CredentialTable.revoke(connection, ownerId, deviceName.getBytes(UTF_8), now(), by);
  }

  /**
   * Revokes everything a person has.
   *
   * @param connection inside a transaction that writes
   * @param ownerId whose
   * @param by who asked for it, in words
   * @return how many were live until now
   * @throws SQLException when the database refuses
   */
  public int revokeAll(Connection connection, long ownerId, String by) throws SQLException {
    hold(connection, ownerId);
    return CredentialTable.revokeAll(connection, ownerId, now(), by);
  }

  /**
   * Writes down that credentials were used. What is on record already only grows: reports may come
   * late, out of order and twice.
   *
   * @param uses first and last that are known here, by credential id; best in a fixed order
   * @throws io.kalends.store.DatabaseFailure when the database refuses; nothing was written down
   */
  public void recordUses(Map<Long, Credential.Uses> uses) {
    database.write(
        "record uses",
        connection -> {
          CredentialTable.recordUses(connection, uses);
          return uses.size();
        });
  }

  /**
   * A page of credentials.
   *
   * @param query which
   * @return oldest first
   */
  public List<Credential> page(CredentialQuery query) {
    return database.read("list credentials", connection -> CredentialTable.page(connection, query));
  }

  private Optional<String> hold(Connection connection, long account) throws SQLException {
    return CredentialTable.hold(connection, database.dialect(), account);
  }

  /** Who left since the caller looked must not get what nobody would then revoke. */
  private void holdActive(Connection connection, long account) throws SQLException {
    if (!hold(connection, account).equals(Optional.of(Person.Status.ACTIVE.name()))) {
      throw new InactiveOwner(account);
    }
  }

  private Credential insert(Connection connection, long account, String deviceName, byte[] hash)
      throws SQLException {
    if (!TextColumn.isUnicode(deviceName)) {
      throw new IllegalArgumentException("device name: holds half a character; it has no UTF-8");
    }
    long id = CredentialTable.insert(connection, account, deviceName.getBytes(UTF_8), hash, now());
    return CredentialTable.byId(connection, id).orElseThrow();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
