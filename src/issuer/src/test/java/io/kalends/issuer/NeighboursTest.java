package io.kalends.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kalends.issuer.Caller.Answer;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.directory.User;
import io.kalends.issuer.secret.PepperSource;
import io.kalends.issuer.token.AppTokens;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is called with a tenant token: finding people, and device records. */
class NeighboursTest {

  private static final String IDS = "/open-apis/contact/v3/users/batch_get_id";
  private static final String DEVICES = "/open-apis/security_and_compliance/v2/device_records";
  private static final App PLAIN = app("cli_plain", "contact:user.id:readonly");
  private static final App RICH =
      app(
          "cli_rich",
          "contact:user.id:readonly",
          "contact:user.employee_id:readonly",
          "contact:user.base:readonly",
          "security_and_compliance:device_record");
  private static final App NARROW =
      app("cli_narrow", "contact:user.id:readonly").availableTo(Set.of("anna@example.com"));
  private static final App POOR = app("cli_poor", "calendar:calendar");
  private static final App ELSEWHERE =
      App.of("cli_elsewhere", "elsewhere").withScopes(RICH.scopes());

  @TempDir private Path folder;
  private IssuerFixture fixture;
  private AppTokens tokens;

  @BeforeEach
  void start() {
    fixture = IssuerFixture.in(folder, config -> config.knowing(directory()));
    tokens =
        new AppTokens(
            directory(),
            PepperSource.file(folder.resolve("pepper")).pepper(new SecureRandom(), false),
            fixture.clock);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void everyAddressGetsARowAndOnlyKnownOnesAnId() {
    JsonNode rows = find(PLAIN, "", "{\"emails\":[\"Anna@Example.com\",\"nobody@example.com\"]}");
    assertThat(rows).hasSize(2);
    assertThat(rows.at("/0/email").textValue()).isEqualTo("Anna@Example.com");
    assertThat(rows.at("/0/user_id").textValue()).matches("ou_[0-9a-f]{32}");
    assertThat(rows.path(0).has("status")).isFalse();
    assertThat(rows.at("/1/email").textValue()).isEqualTo("nobody@example.com");
    assertThat(rows.path(1).has("user_id")).isFalse();
  }

  @Test
  void mobilesAreAListOfTheirOwnAndMainlandNumbersNeedNoPrefix() {
    JsonNode rows =
        find(
            PLAIN,
            "",
            "{\"emails\":[\"anna@example.com\"],\"mobiles\":[\"13800000001\",\"+8613800000001\","
                + "\"+4913800000001\",\"\"]}");
    assertThat(rows).hasSize(5);
    String anna = rows.at("/0/user_id").textValue();
    assertThat(rows.at("/1/user_id").textValue()).isEqualTo(anna);
    assertThat(rows.at("/2/user_id").textValue()).isEqualTo(anna);
    assertThat(rows.path(3).has("user_id")).isFalse();
    assertThat(rows.path(4).has("user_id")).isFalse();
  }

  @Test
  void theEnterpriseAddressNeverMatches() {
    JsonNode rows = find(RICH, "", "{\"emails\":[\"anna@mail.example.com\"]}");
    assertThat(rows.path(0).has("user_id")).isFalse();
  }

  @Test
  void whoResignedIsFoundOnlyWhenAskedForAndTheStatusTellsWithTheScope() {
    String emails = "\"emails\":[\"dora@example.com\",\"fred@example.com\"]";
    JsonNode without = find(RICH, "", "{" + emails + "}");
    assertThat(without.path(0).has("user_id")).isFalse();
    assertThat(without.at("/1/status/is_frozen").booleanValue()).isTrue();
    JsonNode with = find(RICH, "", "{" + emails + ",\"include_resigned\":true}");
    assertThat(with.at("/0/status/is_resigned").booleanValue()).isTrue();
    assertThat(with.at("/0/status/is_frozen").booleanValue()).isFalse();
  }

  @Test
  void outsideTheAvailabilityRangeAndInOtherTenantsNobodyIsFound() {
    String both = "{\"emails\":[\"anna@example.com\",\"fred@example.com\"]}";
    JsonNode narrow = find(NARROW, "", both);
    assertThat(narrow.path(0).has("user_id")).isTrue();
    assertThat(narrow.path(1).has("user_id")).isFalse();
    assertThat(find(ELSEWHERE, "", both).path(0).has("user_id")).isFalse();
  }

  @Test
  void idsAreOfTheKindThatIsAskedFor() {
    String anna = "{\"emails\":[\"anna@example.com\"]}";
    String open = find(RICH, "?user_id_type=open_id", anna).at("/0/user_id").textValue();
    assertThat(find(RICH, "", anna).at("/0/user_id").textValue()).isEqualTo(open);
    assertThat(find(PLAIN, "", anna).at("/0/user_id").textValue()).isNotEqualTo(open);
    String union = find(RICH, "?user_id_type=union_id", anna).at("/0/user_id").textValue();
    assertThat(union).startsWith("on_");
    assertThat(find(PLAIN, "?user_id_type=union_id", anna).at("/0/user_id").textValue())
        .isEqualTo(union);
    assertThat(find(RICH, "?user_id_type=user_id", anna).at("/0/user_id").textValue())
        .matches("[0-9a-f]{16}");
    Answer refused = call(PLAIN, "POST", IDS + "?user_id_type=user_id", anna);
    assertThat(refused.code()).isEqualTo(99991672);
    assertThat(refused.json().at("/error/permission_violations/0/subject").textValue())
        .isEqualTo("contact:user.employee_id:readonly");
  }

  @Test
  void fiftyOfEachAreTakenAndFiftyOneRefusedByName() {
    String fifty = String.join(",", Collections.nCopies(50, "\"anna@example.com\""));
    String mobiles = String.join(",", Collections.nCopies(50, "\"13800000001\""));
    assertThat(find(PLAIN, "", "{\"emails\":[" + fifty + "],\"mobiles\":[" + mobiles + "]}"))
        .hasSize(100);
    Answer refused = call(PLAIN, "POST", IDS, "{\"emails\":[" + fifty + ",\"x@example.com\"]}");
    assertThat(refused.code()).isEqualTo(99992402);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().at("/error/field_violations/0/field").textValue())
        .isEqualTo("emails");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"emails\":\"anna@example.com\"} | emails",
        "{\"mobiles\":[1]} | mobiles",
        "{\"include_resigned\":1} | include_resigned",
        "[] | body",
        "{ | body",
      })
  void aWrongFieldIsNamed(String body, String field) {
    Answer refused = call(PLAIN, "POST", IDS, body);
    assertThat(refused.code()).isEqualTo(99992402);
    assertThat(refused.json().at("/error/field_violations/0/field").textValue()).isEqualTo(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"?user_id_type=x", "?user_id_type=open_id&user_id_type=x"})
  void aWrongQueryIsRefused(String query) {
    assertThat(call(PLAIN, "POST", IDS + query, "{}").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "u-fake-token-of-anna-0001, 99991668",
    "eyJfake.token.of.anna, 99991668",
    "t-forged.token, 99991663",
    "a-Y2xp.AAAA, 99991671",
    "nonsense, 99991671",
  })
  void onlyTenantTokensAreTaken(String token, int code) {
    assertThat(call(token, "POST", IDS, "{}").code()).isEqualTo(code);
  }

  @Test
  void withoutTheScopeNothingIsFoundAndWithoutATokenNothingIsLookedAt() {
    assertThat(call(POOR, "POST", IDS, "[").code()).isEqualTo(99991672);
    assertThat(fixture.caller.send(IDS, r -> r.POST(BodyPublishers.noBody())).code())
        .isEqualTo(99991661);
  }

  @Test
  void aDeviceRecordIsCreatedListedChangedAndDeleted() {
    Answer created =
        call(RICH, "POST", DEVICES, "{\"serial_number\":\"C02X\",\"device_system\":2}");
    String id = created.data("device_record_id");
    assertThat(id).isNotBlank();
    assertThat(call(RICH, "PUT", DEVICES + "/" + id, "{\"device_status\":1}").code()).isZero();
    JsonNode record = call(RICH, "GET", DEVICES + "/" + id, "").json().at("/data/device_record");
    assertThat(record.path("serial_number").textValue()).isEqualTo("C02X");
    assertThat(record.path("device_status").intValue()).isEqualTo(1);
    assertThat(record.path("version").textValue()).isEqualTo("2");
    JsonNode found = call(RICH, "GET", DEVICES + "?serial_number=C02X", "").json().path("data");
    assertThat(found.path("items")).containsExactly(record);
    assertThat(found.path("has_more").booleanValue()).isFalse();
    assertThat(call(RICH, "GET", DEVICES + "?serial_number=other", "").json().at("/data/items"))
        .isEmpty();
    assertThat(call(RICH, "DELETE", DEVICES + "/" + id, "").code()).isZero();
    assertThat(call(RICH, "GET", DEVICES + "/" + id, "").code()).isEqualTo(99992402);
  }

  @Test
  void aListComesInPagesAndEveryRecordOnce() {
    for (int i = 0; i < 5; i++) {
      call(RICH, "POST", DEVICES, "{\"serial_number\":\"S" + i + "\"}");
    }
    JsonNode first = call(RICH, "GET", DEVICES + "?page_size=3", "").json().path("data");
    assertThat(first.path("has_more").booleanValue()).isTrue();
    JsonNode second =
        call(
                RICH,
                "GET",
                DEVICES + "?page_size=3&page_token=" + first.path("page_token").textValue(),
                "")
            .json()
            .path("data");
    assertThat(second.path("has_more").booleanValue()).isFalse();
    assertThat(
            Stream.of(first, second)
                .flatMap(page -> page.path("items").findValuesAsText("serial_number").stream()))
        .containsExactly("S0", "S1", "S2", "S3", "S4");
  }

  @Test
  void aTenantNeitherSeesNorTouchesAnothersRecords() {
    String id =
        call(RICH, "POST", DEVICES, "{\"serial_number\":\"C02X\"}").data("device_record_id");
    for (String method : List.of("GET", "PUT", "DELETE")) {
      assertThat(call(ELSEWHERE, method, DEVICES + "/" + id, "{}").code()).isEqualTo(99992402);
    }
    assertThat(call(ELSEWHERE, "GET", DEVICES, "").json().at("/data/items")).isEmpty();
    assertThat(call(RICH, "GET", DEVICES, "").json().at("/data/items")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | body",
        "{\"serial_number\":7} | serial_number",
        "{\"serial_number\":\"x\",\"device_system\":9} | device_system",
      })
  void aWrongDeviceIsNamed(String body, String field) {
    JsonNode error = call(RICH, "POST", DEVICES, body).json().path("error");
    assertThat(error.at("/field_violations/0/field").textValue()).isEqualTo(field);
  }

  @Test
  void aFilterNobodyKnowsIsNotSilentlyLost() {
    assertThat(call(RICH, "GET", DEVICES + "?colour=red", "").code()).isEqualTo(99992402);
    assertThat(call(RICH, "GET", DEVICES + "?page_size=0", "").code()).isEqualTo(99992402);
  }

  @Test
  void tenDeviceRecordsASecondAreTaken() {
    for (int i = 0; i < 10; i++) {
      assertThat(call(RICH, "GET", DEVICES, "").code()).isZero();
    }
    assertThat(call(RICH, "GET", DEVICES, "").code()).isEqualTo(99991400);
  }

  private JsonNode find(App app, String query, String body) {
    Answer answer = call(app, "POST", IDS + query, body);
    assertThat(answer.code()).isZero();
    return answer.json().at("/data/user_list");
  }

  private Answer call(App app, String method, String path, String body) {
    String tenant = app.tenants().iterator().next();
    return call(tokens.forTenant(app, tenant).text(), method, path, body);
  }

  private Answer call(String token, String method, String path, String body) {
    return fixture.caller.send(
        path,
        request ->
            request
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", Caller.JSON)
                .method(method, BodyPublishers.ofString(body)));
  }

  private static App app(String id, String... scopes) {
    return App.of(id, "default").withScopes(Set.of(scopes));
  }

  private static Directory directory() {
    Person.Profile anna = new Person.Profile("", "+8613800000001", "", "anna@mail.example.com");
    return Directory.of(
        List.of(),
        List.of(PLAIN, RICH, NARROW, POOR, ELSEWHERE),
        List.of(
            User.in("default", "anna@example.com", "Anna").with(anna),
            User.in("default", "dora@example.com", "Dora").as(Person.Status.RESIGNED),
            User.in("default", "fred@example.com", "Fred").as(Person.Status.FROZEN)));
  }
}
