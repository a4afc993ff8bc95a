package io.kalends.interop;

import io.kalends.issuer.credential.Credential;
import io.kalends.issuer.credential.CredentialQuery;
import io.kalends.issuer.credential.Credentials;
import io.kalends.issuer.directory.People;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.directory.User;
import io.kalends.issuer.roster.Roster;
import io.kalends.issuer.secret.Pepper;
import io.kalends.issuer.secret.PepperCheck;
import io.kalends.issuer.secret.PepperSource;
import io.kalends.issuer.secret.RandomText;
import io.kalends.issuer.token.AccessTokens;
import io.kalends.store.Database;
import io.kalends.store.PostgresSettings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/** What an issuer's node has beneath its endpoints, on either database. */
final class IssuerStore implements AutoCloseable {

  static final String TENANT = "t";

  final Database database;
  final People people;
  final AccessTokens tokens;
  final Credentials credentials;
  final Roster roster;

  private IssuerStore(Database database) {
    this.database = database;
    SecureRandom random = new SecureRandom();
    Pepper pepper =
        PepperCheck.pass(database, PepperSource.of(Pepper.of(new byte[Pepper.BYTES])), random);
    RandomText text = new RandomText(random);
    Clock clock = Clock.systemUTC();
    this.people = new People(database, text, clock);
    this.tokens = new AccessTokens(database, people, clock);
    this.credentials = new Credentials(database, pepper, text, clock);
    this.roster =
        new Roster(
            database,
            people,
            List.of((c, person) -> credentials.revokeAll(c, person.id(), "left")));
  }

  static IssuerStore of(PostgresSettings settings) {
    return new IssuerStore(Database.connect(settings, Credentials.class));
  }

  static IssuerStore of(Path file) {
    return new IssuerStore(Database.openFile(file, Credentials.class));
  }

  Person person(String email) {
    return database.write(
        "test", c -> people.save(c, User.in(TENANT, email, email), People.Origin.IMPORT));
  }

  List<Credential> live(Person owner) {
    return credentials.page(
        new CredentialQuery(owner.tenant(), owner.email(), true, 0, CredentialQuery.MAX_LIMIT));
  }

  @Override
  public void close() {
    database.close();
  }
}
