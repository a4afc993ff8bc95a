package io.kalends.issuer;

import io.kalends.issuer.credential.Credentials;
import io.kalends.issuer.directory.People;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.directory.User;
import io.kalends.issuer.secret.Pepper;
import io.kalends.issuer.secret.PepperCheck;
import io.kalends.issuer.secret.PepperSource;
import io.kalends.issuer.secret.RandomText;
import io.kalends.issuer.token.AccessTokens;
import io.kalends.store.Database;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;

/** An issuer's database without the issuer, and what stands on it. */
public final class OpenDatabase implements AutoCloseable {

  public final Database database;
  public final Pepper pepper;
  public final People people;
  public final AccessTokens tokens;
  public final Credentials credentials;

  public OpenDatabase(Path folder, PepperSource source, Clock clock, SecureRandom random) {
    this.database = Database.openFile(folder.resolve("issuer.db"), Credentials.class, clock);
    try {
      this.pepper = PepperCheck.pass(database, source, random);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
    RandomText text = new RandomText(random);
    this.people = new People(database, text, clock);
    this.tokens = new AccessTokens(database, people, clock);
    this.credentials = new Credentials(database, pepper, text, clock);
  }

  public static OpenDatabase in(Path folder, Clock clock) {
    return new OpenDatabase(
        folder, PepperSource.file(folder.resolve("pepper")), clock, new SecureRandom());
  }

  /** Somebody of the tenant {@code t}. */
  public Person person(String email) {
    return database.write(
        "test",
        connection ->
            people.save(connection, User.in("t", email, email), People.Origin.CONFIGURATION));
  }

  @Override
  public void close() {
    database.close();
  }
}
