package io.kalends.issuer.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.edge.Body;
import io.kalends.edge.Endpoint;
import io.kalends.edge.Exchange;
import io.kalends.edge.Request;
import io.kalends.issuer.OpenDatabase;
import io.kalends.issuer.SettableClock;
import io.kalends.issuer.credential.Credential;
import io.kalends.issuer.credential.CredentialQuery;
import io.kalends.issuer.credential.Credentials;
import io.kalends.issuer.credential.Minted;
import io.kalends.issuer.directory.People;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.secret.RandomText;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What ends a credential ends it for the very next request, and ends no other. */
class RevocationTest {

  @TempDir private Path folder;

  private final SettableClock clock = new SettableClock();
  private OpenDatabase open;
  private Endpoint door;
  private Person anna;
  private Minted phone;
  private Minted laptop;
  private Minted bens;

  @BeforeEach
  void mint() {
    open = OpenDatabase.in(folder, clock);
    door = door(open.credentials);
    anna = open.person("anna@example.com");
    phone = open.credentials.mint(anna, "phone");
    laptop = open.credentials.mint(anna, "laptop");
    bens = open.credentials.mint(open.person("ben@example.com"), "phone");
    assertThat(List.of(ask(phone), ask(laptop), ask(bens))).containsOnly(200);
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Test
  void byIdItIsRefusedAndTheOtherDeviceGoesOn() {
    assertThat(open.credentials.revoke(phone.credential().id(), "test"))
        .hasValueSatisfying(credential -> assertThat(credential.isLive()).isFalse());
    assertThat(ask(phone)).isEqualTo(401);
    assertThat(ask(laptop)).isEqualTo(200);
    assertThat(open.credentials.revoke(99, "test")).isEmpty();
  }

  @Test
  void byUserAndDeviceNameAllOfThatNameAreRefusedAndOthersGoOn() {
    Minted second = open.credentials.mint(anna, "phone");
    Minted other = open.credentials.mint(anna, "Phone");
    assertThat(open.credentials.revoke(anna, "phone", "test")).isEqualTo(2);
    assertThat(List.of(ask(phone), ask(second))).containsOnly(401);
    assertThat(List.of(ask(other), ask(laptop), ask(bens))).containsOnly(200);
    assertThat(open.credentials.revoke(anna, "phone", "test")).as("again").isZero();
  }

  @Test
  void anotherNodeOnTheSameDatabaseRefusesItToo() {
    Endpoint other =
        door(
            new Credentials(open.database, open.pepper, new RandomText(new SecureRandom()), clock));
    assertThat(ask(other, phone)).isEqualTo(200);
    open.credentials.revoke(phone.credential().id(), "test");
    assertThat(ask(other, phone)).isEqualTo(401);
  }

  @Test
  void theOldPasswordEndsWhenTheNewOneBegins() {
    Minted rotated = open.credentials.rotate(phone.credential().id(), "test").orElseThrow();
    assertThat(ask(phone)).isEqualTo(401);
    assertThat(ask(rotated)).isEqualTo(200);
    assertThat(rotated.credential().userName()).isEqualTo(phone.credential().userName());
  }

  @Test
  void whenAndByWhomIsOnRecordAndTheFirstTimeCounts() {
    open.credentials.revoke(phone.credential().id(), "first");
    open.credentials.revoke(phone.credential().id(), "second");
    assertThat(open.credentials.page(CredentialQuery.all()).get(0).revocation())
        .contains(new Credential.Revocation(clock.instant(), "first"));
  }

  @ParameterizedTest
  @EnumSource(value = Person.Status.class, mode = EnumSource.Mode.EXCLUDE, names = "ACTIVE")
  void anOwnerWhoIsNotActiveLogsInWithNothingUntilBack(Person.Status status) {
    set(status);
    assertThat(List.of(ask(phone), ask(laptop))).containsOnly(401);
    assertThat(ask(bens)).isEqualTo(200);
    set(Person.Status.ACTIVE);
    assertThat(List.of(ask(phone), ask(laptop))).containsOnly(200);
  }

  private void set(Person.Status status) {
    open.database.write(
        "test",
        connection -> {
          open.people.setStatus(connection, anna.id(), status, People.Word.ADMINISTRATOR);
          return status;
        });
  }

  private Endpoint door(Credentials credentials) {
    Uses uses = Uses.steppedByHand(credentials, clock);
    return ForwardAuth.routes(AccessRules.DEFAULT, credentials, uses, clock).get(0).endpoint();
  }

  private int ask(Minted minted) {
    return ask(door, minted);
  }

  private static int ask(Endpoint door, Minted minted) {
    String pair = minted.credential().userName() + ":" + minted.password();
    String basic = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    Map<String, List<String>> headers = Map.of("authorization", List.of(basic));
    return door.answer(
            new Request("GET", ForwardAuth.PATH, "", headers, Body.EMPTY, "127.0.0.1"),
            new Exchange("log-id", Map.of()))
        .status();
  }
}
