package io.kalends.issuer.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kalends.store.Database;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Every credential ever minted. Safe for use by several threads. */
public final class Credentials implements AutoCloseable {

  private static final String PEPPER_CHECK = "kalends issuer: is this the right pepper?";
  private static final int MAX_TRIES = 20;

  private final Database database;
  private final Pepper pepper;
  private final Clock clock;
  private final RandomText randomText;

  private Credentials(Database database, Pepper pepper, Clock clock, RandomText randomText) {
    this.database = database;
    this.pepper = pepper;
    this.clock = clock;
    this.randomText = randomText;
  }

  /**
   * Opens the store.
   *
   * @param file the SQLite file, made when missing; its directory must exist
   * @param source where the pepper comes from
   * @param clock for the time of minting
   * @param random for passwords, user names and a new pepper
   * @return open until closed
   * @throws io.kalends.store.DatabaseFailure when the file cannot be opened, or another process has
   *     it
   * @throws IllegalStateException when the pepper is missing or not the one of this database
   */
  public static Credentials open(Path file, PepperSource source, Clock clock, SecureRandom random) {
    Database database = Database.openFile(file, Credentials.class);
    try {
      Optional<byte[]> known = database.read("read pepper check", CredentialTable::pepperCheck);
      Pepper pepper = source.pepper(random, known.isEmpty());
      byte[] check = pepper.hash(PEPPER_CHECK);
      if (known.isEmpty()) {
        database.write("keep pepper check", c -> CredentialTable.savePepperCheck(c, check));
      } else if (!MessageDigest.isEqual(known.get(), check)) {
        throw new IllegalStateException(
            "the pepper is not the one that database "
                + file
                + " was made with; restore that one, with this one no device could log in");
      }
      return new Credentials(database, pepper, clock, new RandomText(random));
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /**
   * Mints a credential beside those the owner has. It is on disk when this returns.
   *
   * @param tenant the owner's tenant
   * @param owner the owner's e-mail address, in lower case
   * @param deviceName shown to the owner; may be empty
   * @return the only sight of the password
   * @throws io.kalends.store.DatabaseFailure when the database refuses; nothing was minted
   */
  public Minted mint(String tenant, String owner, String deviceName) {
    String password = randomText.password();
    byte[] hash = pepper.hash(password);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Credential credential =
        database.write(
            "mint",
            connection -> {
              CredentialTable.Account account = account(connection, tenant, owner, now);
              long id =
                  CredentialTable.insert(
                      connection, account.id(), deviceName.getBytes(UTF_8), hash, now);
              return new Credential(id, tenant, owner, account.userName(), deviceName, now);
            });
    return new Minted(credential, password);
  }

  /**
   * Recognises a credential. The same work is done whether the user exists or not: one hash, one
   * look-up by that hash, one comparison.
   *
   * @param userName what the device sent
   * @param password what the device sent
   * @return empty when there is no such pair
   */
  public Optional<Credential> authenticate(String userName, String password) {
    byte[] hash = pepper.hash(password);
    Optional<Credential> found =
        database.read("authenticate", connection -> CredentialTable.byHash(connection, hash));
    String expected = found.map(Credential::userName).orElse("");
    boolean same = MessageDigest.isEqual(expected.getBytes(UTF_8), userName.getBytes(UTF_8));
    return same ? found : Optional.empty();
  }

  /**
   * Everything minted.
   *
   * @return oldest first
   */
  public List<Credential> list() {
    return database.read("list credentials", CredentialTable::all);
  }

  /** Waits for what is under way, then closes. */
  @Override
  public void close() {
    database.close();
  }

  private CredentialTable.Account account(
      Connection connection, String tenant, String owner, Instant now) throws SQLException {
    for (int i = 0; i < MAX_TRIES; i++) {
      Optional<CredentialTable.Account> account =
          CredentialTable.account(connection, tenant, owner);
      if (account.isPresent()) {
        return account.get();
      }
      // A user name that is taken inserts nothing, and another is tried.
      CredentialTable.insertAccount(connection, tenant, owner, randomText.userName(), now);
    }
    throw new IllegalStateException(
        "no free user name in " + MAX_TRIES + " tries; is the random source broken?");
  }
}
