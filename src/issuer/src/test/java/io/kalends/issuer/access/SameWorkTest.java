package io.kalends.issuer.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;

import io.kalends.edge.Body;
import io.kalends.edge.Exchange;
import io.kalends.edge.Request;
import io.kalends.edge.Response;
import io.kalends.edge.Route;
import io.kalends.issuer.OpenDatabase;
import io.kalends.issuer.SettableClock;
import io.kalends.issuer.credential.Credentials;
import io.kalends.issuer.credential.Minted;
import io.kalends.issuer.secret.Pepper;
import io.kalends.issuer.secret.RandomText;
import io.kalends.store.Database;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a user exists is not told by the amount of work; how long it takes, by the benchmark. */
class SameWorkTest {

  @TempDir private Path folder;

  private final SettableClock clock = new SettableClock();
  private OpenDatabase open;
  private Database database;
  private Pepper pepper;
  private Credentials credentials;
  private List<Route> routes;

  @BeforeEach
  void openWithCounters() {
    open = OpenDatabase.in(folder, clock);
    database = spy(open.database);
    pepper = spy(open.pepper);
    credentials = new Credentials(database, pepper, new RandomText(new SecureRandom()), clock);
    Uses uses = Uses.steppedByHand(credentials, clock);
    routes = ForwardAuth.routes(AccessRules.DEFAULT, credentials, uses, clock);
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Test
  void everyPairCostsOneHashAndOneLookUpWhoeverIsMeant() {
    Minted anna = credentials.mint(open.person("anna@example.com"), "iPhone");
    Minted ben = credentials.mint(open.person("ben@example.com"), "iPhone");
    credentials.revoke(ben.credential().id(), "test");
    String annas = anna.credential().userName();
    String bens = ben.credential().userName();
    assertThat(askedWithOneHashAndOneLookUp(basic(annas + ":" + anna.password()))).isEqualTo(200);
    for (String authorization :
        List.of(
            basic(annas + ":fake-password-of-nobody"),
            basic("u_nobody00:fake-password-of-nobody"),
            basic("u_nobody00:" + anna.password()),
            basic(bens + ":" + ben.password()),
            basic(annas + ":"),
            basic(":"),
            basic("no colon"),
            basic("u_nobody00:\u0007"),
            basic("u_nobody00:\u0000"),
            basic("u_nobody00:" + "x".repeat(5000)),
            "Basic",
            "Basic ",
            "Basic !!!!",
            "basic dV9ub2JvZHkwMDpmYWtl",
            "Basic /////w==",
            "Basic dV9hOmI= dV9hOmI=")) {
      assertThat(askedWithOneHashAndOneLookUp(authorization)).as(authorization).isEqualTo(401);
    }
  }

  @Test
  void withoutCredentialsThereIsNothingToLookUp() {
    for (List<String> none :
        List.of(List.<String>of(), List.of("Bearer fake"), List.of("Basicx"))) {
      assertThat(ask(none).status()).isEqualTo(401);
    }
    verifyNoMoreInteractions(database, pepper);
  }

  @Test
  void twoHeadersAreNotAChoice() {
    Minted anna = credentials.mint(open.person("anna@example.com"), "iPhone");
    String right = basic(anna.credential().userName() + ":" + anna.password());
    assertThat(ask(List.of(right, basic("u_nobody00:fake"))).status()).isEqualTo(401);
    assertThat(ask(List.of(right)).status()).isEqualTo(200);
  }

  private int askedWithOneHashAndOneLookUp(String authorization) {
    clearInvocations(database, pepper);
    int status = ask(List.of(authorization)).status();
    verify(pepper, times(1)).hash(any());
    verify(database, times(1)).read(any(), any());
    verifyNoMoreInteractions(database, pepper);
    return status;
  }

  private Response ask(List<String> authorization) {
    return routes
        .get(0)
        .endpoint()
        .answer(
            new Request(
                "GET",
                ForwardAuth.PATH,
                "",
                Map.of("authorization", authorization),
                Body.EMPTY,
                "127.0.0.1"),
            new Exchange("log-id", Map.of()));
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }
}
