package io.kalends.interop;

import static io.kalends.interop.DatabaseContract.together;
import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.issuer.credential.InactiveOwner;
import io.kalends.issuer.credential.Minted;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.directory.Person.Status;
import io.kalends.issuer.directory.User;
import io.kalends.issuer.directory.UserToken;
import io.kalends.store.PostgresSettings;
import io.kalends.testkit.program.PostgresServer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What two nodes do to the same person or the same rows at the same moment. */
@Timeout(300)
class IssuerRacesIT {

  private static final int ROUNDS = 30;
  private static final String TENANT = App.DEFAULT.tenants().iterator().next();

  private static PostgresServer server;
  private static int schemas;

  private IssuerStore one;
  private IssuerStore other;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void open() {
    PostgresSettings settings = server.settings("races_" + schemas++);
    one = IssuerStore.of(settings);
    other = IssuerStore.of(settings);
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
  }

  @Test
  void ofTwoThatReplaceOneDeviceExactlyOneIsLeftAndItWorks() throws Exception {
    Person anna = one.person("anna@example.com");
    for (int i = 0; i < ROUNDS; i++) {
      List<Minted> minted =
          atOnce(
              () -> one.credentials.mintInPlace(anna, "iPhone"),
              () -> other.credentials.mintInPlace(anna, "iPhone"));
      assertThat(one.live(anna)).hasSize(1);
      assertThat(
              minted.stream()
                  .filter(m -> admits(one, m) && admits(other, m))
                  .map(m -> m.credential().id()))
          .containsExactly(one.live(anna).get(0).id());
    }
  }

  @Test
  void aRevocationThatMeetsARotationEndsWhatTheRotationMade() throws Exception {
    Person anna = one.person("anna@example.com");
    for (int i = 0; i < ROUNDS; i++) {
      long id = one.credentials.mint(anna, "iPhone").credential().id();
      atOnce(
          () -> one.credentials.rotate(id, "test"),
          () -> other.credentials.revoke(anna, "iPhone", "test"));
      assertThat(one.live(anna)).isEmpty();
    }
  }

  @Test
  void aMintThatMeetsADepartureLeavesNothingThatWouldComeBackToLife() throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      Person leaver = one.person("leaver-" + i + "@example.com");
      atOnce(() -> mintIfStillThere(one, leaver), () -> leave(other, leaver));
      assertThat(one.live(leaver)).isEmpty();
    }
  }

  @Test
  void nodesThatBringTheSameDirectoryTogetherDoNotMeet() throws Exception {
    List<User> users = users(50);
    List<User> backwards = new ArrayList<>(users);
    Collections.reverse(backwards);
    for (int i = 0; i < 10; i++) {
      atOnce(
          () -> synchronize(one, Directory.of(users)),
          () -> synchronize(other, Directory.of(backwards)));
      assertThat(users).allMatch(user -> one.tokens.find(token(user)).isPresent());
    }
  }

  @Test
  void ofTwoDirectoriesThatComeTogetherOneStandsWhole() throws Exception {
    List<User> users = users(40);
    List<User> first = users.subList(0, 20);
    List<User> second = users.subList(20, 40);
    for (int i = 0; i < 10; i++) {
      atOnce(
          () -> synchronizePeople(one, Directory.of(first)),
          () -> synchronizePeople(other, Directory.of(second)));
      assertThat(present(users)).isIn(emails(first), emails(second));
    }
  }

  private List<String> present(List<User> users) {
    return users.stream()
        .map(User::email)
        .filter(email -> one.people.find(TENANT, email).filter(Person::isActive).isPresent())
        .toList();
  }

  private static List<String> emails(List<User> users) {
    return users.stream().map(User::email).toList();
  }

  private static List<User> users(int count) {
    List<User> users = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      users.add(User.of("p" + i + "@example.com", "P " + i, "u-fake-token-of-person-" + i));
    }
    return users;
  }

  private static UserToken token(User user) {
    return user.tokens().get(0).token();
  }

  private static int synchronizePeople(IssuerStore store, Directory directory) {
    store.roster.synchronize(directory, directory.users().size() * 2);
    return directory.users().size();
  }

  private static int synchronize(IssuerStore store, Directory directory) {
    store.roster.synchronize(directory, directory.users().size() * 2);
    store.tokens.synchronize(directory);
    return directory.users().size();
  }

  private static int leave(IssuerStore store, Person person) {
    return store.database.write(
        "leave",
        c -> {
          store.roster.setStatus(c, person, Status.RESIGNED);
          return 1;
        });
  }

  private static int mintIfStillThere(IssuerStore store, Person person) {
    try {
      store.credentials.mint(person, "iPhone");
      return 1;
    } catch (InactiveOwner e) {
      return 0;
    }
  }

  private static boolean admits(IssuerStore store, Minted minted) {
    return store
        .credentials
        .authenticate(minted.credential().userName(), minted.password())
        .isPresent();
  }

  /** As nearly as two threads can. */
  @SafeVarargs
  private static <T> List<T> atOnce(Callable<? extends T>... calls) throws Exception {
    CyclicBarrier start = new CyclicBarrier(calls.length);
    List<Callable<T>> started = new ArrayList<>();
    for (Callable<? extends T> call : calls) {
      started.add(
          () -> {
            start.await(30, TimeUnit.SECONDS);
            return call.call();
          });
    }
    return together(started);
  }
}
