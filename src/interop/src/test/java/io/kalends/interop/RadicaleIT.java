package io.kalends.interop;

import static io.kalends.interop.CalendarHouse.ANNA;
import static io.kalends.interop.CalendarHouse.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.interop.CalendarHouse.Account;
import io.kalends.interop.CalendarHouse.Proxy;
import io.kalends.issuer.credential.Credential;
import io.kalends.issuer.credential.CredentialQuery;
import io.kalends.testkit.program.Program;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Real calendars behind the issuer: Radicale, with nginx or Caddy before it as the documentation
 * sets them up, and python-caldav as the device.
 */
class RadicaleIT {

  private static final String UID = "stand-up@example.com";
  private static final int USER_LIMIT = 30;
  private static final int ADDRESS_LIMIT = 100;

  @TempDir private Path folder;

  private CalendarHouse house;

  @AfterEach
  void close() {
    if (house != null) {
      house.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Proxy.class)
  void anEventIsCreatedReadBackAndStillThereAfterARestart(Proxy proxy) {
    house = CalendarHouse.behind(proxy, folder);
    Account phone = house.mint(ANNA, "phone");
    String seen = client("create", phone);
    assertThat(seen)
        .isEqualTo(
            "principal /%s/\nevent %s Stand-up über alles 200000\n"
                .formatted(phone.userName(), UID));
    assertThat(client("read", phone)).isEqualTo(seen);
    house.restartIssuerAndRadicale();
    assertThat(client("read", phone)).isEqualTo(seen);
    assertThat(client("read", house.mint(ANNA, "laptop"))).isEqualTo(seen);
    assertThat(client("read", house.mint(BEN, "phone"))).doesNotContain("event");
  }

  @ParameterizedTest
  @EnumSource(Proxy.class)
  void aRevokedCredentialIsRefusedWithinASecondAndTheOtherDeviceGoesOn(Proxy proxy) {
    house = CalendarHouse.behind(proxy, folder);
    Account phone = house.mint(ANNA, "phone");
    Account laptop = house.mint(ANNA, "laptop");
    client("create", phone);
    assertThat(List.of(house.status(phone), house.status(laptop))).containsOnly(207);
    long phoneId =
        house.issuer().authenticate(phone.userName(), phone.password()).orElseThrow().id();
    Instant revoked = Instant.now();
    house.issuer().credentials().revoke(phoneId, "test");
    HttpResponse<String> refused =
        house.ask("PROPFIND", "/", Map.of("Authorization", phone.basic()), "");
    assertThat(Duration.between(revoked, Instant.now())).isLessThan(Duration.ofSeconds(1));
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("WWW-Authenticate").orElse(""))
        .startsWith("Basic realm=");
    assertThat(client("read", laptop)).contains(UID);
    assertThat(house.status(phone)).isEqualTo(401);
  }

  @ParameterizedTest
  @EnumSource(Proxy.class)
  void aWrongPasswordNeverPassesAndManyAreSlowedDownForWrongOnesOnly(Proxy proxy) {
    house = CalendarHouse.behind(proxy, folder);
    Account phone = house.mint(ANNA, "phone");
    Account others = house.mint(BEN, "phone");
    assertThat(house.status(new Account(phone.userName(), others.password()))).isEqualTo(401);
    for (int i = 1; i < USER_LIMIT; i++) {
      assertThat(house.status(new Account(phone.userName(), phone.password() + i))).isEqualTo(401);
    }
    for (int i = 0; i < 5; i++) {
      HttpResponse<String> slowed =
          house.ask(
              "PROPFIND",
              "/",
              Map.of("Authorization", new Account(phone.userName(), "fake-" + i).basic()),
              "");
      assertThat(slowed.statusCode()).isEqualTo(429);
      assertThat(Integer.parseInt(slowed.headers().firstValue("Retry-After").orElse("")))
          .isBetween(500, 600);
    }
    assertThat(house.status(phone)).isEqualTo(207);
  }

  @ParameterizedTest
  @EnumSource(Proxy.class)
  void inventedAddressesDoNotHelpAGuesser(Proxy proxy) {
    house = CalendarHouse.behind(proxy, folder);
    for (int i = 0; i <= ADDRESS_LIMIT; i++) {
      Account guess = new Account("u_guessed" + i, "fake");
      Map<String, String> headers = new HashMap<>();
      headers.put("Authorization", guess.basic());
      headers.put("X-Forwarded-For", "192.0.2." + i);
      headers.put("X-Real-IP", "192.0.2." + i);
      headers.put("Forwarded", "for=192.0.2." + i);
      assertThat(house.ask("PROPFIND", "/", headers, "").statusCode())
          .isEqualTo(i < ADDRESS_LIMIT ? 401 : 429);
    }
  }

  @ParameterizedTest
  @EnumSource(Proxy.class)
  void nobodyReachesACalendarUnderAnotherName(Proxy proxy) {
    house = CalendarHouse.behind(proxy, folder);
    Account anna = house.mint(ANNA, "phone");
    Account ben = house.mint(BEN, "phone");
    client("create", anna);
    for (String header :
        List.of(
            "X-Remote-User",
            "x-remote-user",
            "X_Remote_User",
            "X-Remote_User",
            "X_Remote-User",
            "X_REMOTE_USER",
            "Remote-User",
            "X-Credential-Id")) {
      assertThat(house.ask("PROPFIND", "/", Map.of(header, anna.userName()), "").statusCode())
          .as(header + " alone")
          .isEqualTo(401);
      Map<String, String> claim =
          Map.of("Authorization", ben.basic(), header, anna.userName(), "Depth", "0");
      HttpResponse<String> own =
          house.ask(
              "PROPFIND",
              "/",
              claim,
              "<propfind xmlns='DAV:'><prop><current-user-principal/></prop></propfind>");
      assertThat(own.body())
          .as(header)
          .contains("/" + ben.userName() + "/")
          .doesNotContain(anna.userName());
      assertThat(house.ask("PROPFIND", pathOf(anna), claim, "").statusCode())
          .as(header)
          .isIn(403, 404);
    }
    refusedHoweverItIsSpelt(
        pathOf(anna),
        Map.of("Authorization", ben.basic(), "X-Remote-User", anna.userName(), "Depth", "0"));
    assertThat(client("read", anna)).contains(UID);
  }

  private void refusedHoweverItIsSpelt(String path, Map<String, String> claim) {
    for (String hostile :
        List.of(
            "/" + path,
            "/x/.." + path,
            "/%75" + path.substring(2),
            path.replace("/work", "//work"),
            path + "%2e%2e/work/")) {
      assertThat(house.ask("PROPFIND", hostile, claim, "").statusCode())
          .as(hostile)
          .isIn(400, 403, 404);
    }
    for (String method : List.of("GET", "REPORT", "DELETE")) {
      assertThat(house.ask(method, path, claim, "").statusCode()).as(method).isIn(400, 403, 404);
    }
    assertThat(house.ask("PUT", path + "new.ics", claim, "BEGIN:VCALENDAR").statusCode())
        .isIn(400, 403, 404);
  }

  private static String pathOf(Account account) {
    return "/" + account.userName() + "/work/";
  }

  @ParameterizedTest
  @EnumSource(Proxy.class)
  void withTheIssuerGoneNobodyPasses(Proxy proxy) {
    house = CalendarHouse.behind(proxy, folder);
    Account phone = house.mint(ANNA, "phone");
    assertThat(house.status(phone)).isEqualTo(207);
    house.stopIssuer();
    assertThat(house.status(phone)).isIn(502, 503);
    assertThat(
            house.ask("PROPFIND", "/", Map.of("X-Remote-User", phone.userName()), "").statusCode())
        .isIn(502, 503);
  }

  @ParameterizedTest
  @EnumSource(Proxy.class)
  void aDeviceThatKnowsTheHostOnlyFindsTheCalendarsAndNotTheEndpointBehind(Proxy proxy) {
    house = CalendarHouse.behind(proxy, folder);
    Account phone = house.mint(ANNA, "phone");
    HttpResponse<String> start = house.ask("PROPFIND", "/.well-known/caldav", Map.of(), "");
    assertThat(start.statusCode()).isEqualTo(301);
    assertThat(house.url().resolve(start.headers().firstValue("Location").orElse("none")))
        .isEqualTo(house.url());
    HttpResponse<String> behind =
        house.ask("GET", "/forward-auth", Map.of("Authorization", phone.basic()), "");
    assertThat(behind.headers().map()).doesNotContainKeys("x-remote-user", "x-credential-id");
    assertThat(behind.statusCode()).isIn(403, 404);
  }

  @ParameterizedTest
  @EnumSource(Proxy.class)
  void theFirstLoginOfADeviceIsOnRecord(Proxy proxy) {
    house = CalendarHouse.behind(proxy, folder);
    Account phone = house.mint(ANNA, "phone");
    house.mint(ANNA, "never used");
    house.status(new Account(phone.userName(), "fake"));
    client("create", phone);
    house.restartIssuerAndRadicale();
    assertThat(house.issuer().credentials().page(CredentialQuery.all()))
        .filteredOn(credential -> credential.uses().isPresent())
        .extracting(Credential::deviceName)
        .containsExactly("phone");
  }

  private String client(String action, Account account) {
    return Program.run(
            folder,
            List.of(
                Venv.program("python3"),
                Program.root().resolve("src/interop/src/test/python/caldav_client.py").toString(),
                action,
                house.url().toString(),
                account.userName(),
                UID),
            account.password() + "\n")
        .succeeded()
        .out();
  }
}
