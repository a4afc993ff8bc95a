package io.kalends.adapters.generic;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.sun.net.httpserver.HttpServer;
import io.kalends.account.CalDavAccount;
import io.kalends.delivery.AccountValues;
import io.kalends.delivery.Configuration;
import io.kalends.delivery.ManagedConfiguration;
import io.kalends.delivery.ProfileIdentity;
import io.kalends.delivery.Proof;
import io.kalends.delivery.SignedProfile;
import io.kalends.delivery.UnsignedProfile;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import io.kalends.failure.ActionRequired;
import io.kalends.failure.Failure;
import io.kalends.failure.PermanentFailure;
import io.kalends.failure.TemporaryFailure;
import io.kalends.mdm.InstallReference;
import io.kalends.mdm.Installation;
import io.kalends.mdm.MdmProvider;
import io.kalends.mdm.ProviderHealth;
import io.kalends.secret.Secret;
import io.kalends.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a receiver is told, and what becomes of whatever it answers. */
class CallbackTest {

  private static final UUID ATTEMPT = new UUID(1, 1);
  private static final UUID REMOVAL = new UUID(2, 2);
  private static final String PASSWORD = "canary-fake-password-0123456789";
  private static final byte[] CMS = {0x30, (byte) 0x82, 0, 1, (byte) 0xFF};
  private static final ProfileIdentity IDENTITY =
      new ProfileIdentity("a", new UUID(1, 1), "b", new UUID(2, 2));
  private static final Device MAC =
      Device.enrolled(new EnrollmentId("E-1:U \"ü\""), Platform.MACOS)
          .userChannelOf(new EnrollmentId("E-1"))
          .build();
  private static final Device PIXEL =
      Device.enrolled(new EnrollmentId("P-1"), Platform.ANDROID).build();
  private static final SignedProfile PROFILE = new SignedProfile(IDENTITY, CMS);

  @RegisterExtension
  static final WireMockExtension RECEIVER =
      WireMockExtension.newInstance().options(options().dynamicPort()).build();

  private MdmProvider provider;

  @BeforeEach
  void open() {
    provider = providerWith(Map.of());
  }

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void anInstallationIsSentSignedWithEverythingNeeded() throws IOException {
    answer(aResponse().withStatus(202));
    InstallReference reference = provider.install(MAC, PROFILE, ATTEMPT);
    assertThat(reference.value()).isEqualTo(ATTEMPT.toString());
    LoggedRequest request = onlyRequest();
    assertThat(request.getUrl()).isEqualTo("/hook");
    assertThat(request.getMethod().getName()).isEqualTo("POST");
    assertThat(request.getHeader("Content-Type")).startsWith("application/json");
    assertThat(request.getHeader(Signatures.HEADER))
        .isEqualTo(Signed.header(Signed.SECRET, Signed.NOW.getEpochSecond(), request.getBody()));
    JsonNode json = json(request);
    assertThat(json.path("type").textValue()).isEqualTo("install");
    assertThat(json.path("attempt").textValue()).isEqualTo(ATTEMPT.toString());
    assertThat(json.path("enrollment").textValue()).isEqualTo("E-1:U \"ü\"");
    assertThat(json.path("platform").textValue()).isEqualTo("macos");
    assertThat(json.path("channel").textValue()).isEqualTo("user");
    assertThat(json.path("parent").textValue()).isEqualTo("E-1");
    assertThat(json.path("form").textValue()).isEqualTo("signed_profile");
    assertThat(json.path("content_type").textValue()).isEqualTo("application/x-apple-aspen-config");
    assertThat(Base64.getDecoder().decode(json.path("content").textValue())).isEqualTo(CMS);
    assertThat(json.size()).isEqualTo(9);
  }

  @Test
  void aManagedConfigurationIsSentAsTheObjectItIs() throws IOException {
    answer(aResponse().withStatus(200));
    provider.install(PIXEL, davx5(), ATTEMPT);
    JsonNode json = json(onlyRequest());
    assertThat(json.path("form").textValue()).isEqualTo("managed_configuration");
    assertThat(json.path("content_type").textValue()).isEqualTo("application/json");
    assertThat(json.path("package").textValue()).isEqualTo("com.davdroid.managed");
    assertThat(json.path("content").path("login_password").textValue()).isEqualTo(PASSWORD);
    assertThat(json.path("content").path("lock").intValue()).isEqualTo(1);
  }

  @Test
  void aRemovalNamesWhatWasInstalledAndHasAnIdOfItsOwn() throws IOException {
    answer(aResponse().withStatus(204));
    provider.remove(Installation.unanswered(MAC, ATTEMPT), REMOVAL);
    JsonNode json = json(onlyRequest());
    assertThat(json.path("type").textValue()).isEqualTo("remove");
    assertThat(json.path("attempt").textValue()).isEqualTo(REMOVAL.toString());
    assertThat(json.path("installation").textValue()).isEqualTo(ATTEMPT.toString());
    assertThat(json.path("enrollment").textValue()).isEqualTo("E-1:U \"ü\"");
    assertThat(json.has("content")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 299})
  void whateverBeginsWithTwoIsAccepted(int status) {
    answer(aResponse().withStatus(status));
    assertThatCode(this::install).doesNotThrowAnyException();
    assertThatCode(this::remove).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 501, 502, 503, 504, 599})
  void whatMayPassIsTriedAgain(int status) {
    answer(aResponse().withStatus(status));
    for (Throwable thrown : both()) {
      assertThat(thrown)
          .isInstanceOf(TemporaryFailure.class)
          .hasMessageContaining("E-1:U")
          .hasMessageContaining("HTTP " + status);
      assertThat(((TemporaryFailure) thrown).retryAt()).isEmpty();
      assertThat(((TemporaryFailure) thrown).throttled()).isEqualTo(status == 429);
    }
    assertThat(RECEIVER.getAllServeEvents()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"429,7,7", "503,30,30", "503,86400,900", "429,'Sun, 22 Nov 2026 10:01:00 GMT',60"})
  void notBeforeTheReceiverWantsIt(int status, String header, int seconds) {
    answer(aResponse().withStatus(status).withHeader("Retry-After", header));
    Instant expected = Signed.NOW.plusSeconds(seconds);
    for (Throwable thrown : both()) {
      assertThat(((TemporaryFailure) thrown).retryAt()).contains(expected);
      assertThat(((TemporaryFailure) thrown).throttled()).as("all calls pause").isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"401,secret", "403,secret", "301,url", "302,url", "307,url", "304,url"})
  void whatAnAdministratorMustMendSaysWhere(int status, String setting) {
    answer(aResponse().withStatus(status).withHeader("Location", "/elsewhere"));
    for (Throwable thrown : both()) {
      assertThat(thrown).isInstanceOf(ActionRequired.class);
      assertThat(((ActionRequired) thrown).who()).isEqualTo(ActionRequired.Who.ADMINISTRATOR);
      assertThat(((ActionRequired) thrown).where()).contains("'" + setting + "'");
    }
    assertThat(RECEIVER.getAllServeEvents())
        .allSatisfy(event -> assertThat(event.getRequest().getUrl()).isEqualTo("/hook"));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 405, 409, 413, 418, 422, 499})
  void whatIsRefusedStaysRefused(int status) {
    answer(aResponse().withStatus(status).withBody("{\"gone\":\"true\"}"));
    for (Throwable thrown : both()) {
      assertThat(thrown).isInstanceOf(PermanentFailure.class);
      assertThat(((PermanentFailure) thrown).reason()).isEqualTo(PermanentFailure.Reason.REFUSED);
    }
  }

  @ParameterizedTest
  @CsvSource({"410,''", "410,'not JSON'", "404,'{\"gone\":true}'"})
  void removingWhatIsGoneIsSuccessAndInstallingOnItIsNot(int status, String body) {
    answer(aResponse().withStatus(status).withBody(body));
    assertThatCode(this::remove).doesNotThrowAnyException();
    assertThatThrownBy(this::install).isInstanceOf(PermanentFailure.class);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void aBrokenAnswerIsTriedAgainUnderTheSameId(Fault fault) {
    answer(aResponse().withFault(fault));
    for (Throwable thrown : both()) {
      assertThat(thrown).isInstanceOf(TemporaryFailure.class).hasNoCause();
      assertThat(thrown).hasMessageContaining("no answer").hasMessageContaining("same id");
    }
    assertThat(RECEIVER.getAllServeEvents()).as("never sent twice by itself").hasSize(2);
  }

  @Test
  void silenceAndDrippingEndInTime() {
    provider.close();
    provider = providerWith(Map.of("responseTimeout", "PT0.2S", "deadline", "PT0.6S"));
    answer(aResponse().withFixedDelay(3_000));
    assertThatThrownBy(this::install)
        .isInstanceOf(TemporaryFailure.class)
        .hasMessageContaining("too slow");
    answer(aResponse().withBody("x".repeat(50)).withChunkedDribbleDelay(50, 6_000));
    assertThatThrownBy(this::install)
        .isInstanceOf(TemporaryFailure.class)
        .hasMessageContaining("too slow");
  }

  @Test
  void connectionsAreKept() throws IOException {
    Set<InetSocketAddress> callers = ConcurrentHashMap.newKeySet();
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          callers.add(exchange.getRemoteAddress());
          exchange.getRequestBody().readAllBytes();
          byte[] body = "{}".getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    receiver.start();
    try (MdmProvider kept =
        provider(Map.of("url", "http://127.0.0.1:" + receiver.getAddress().getPort() + "/"))) {
      for (int i = 0; i < 5; i++) {
        kept.install(MAC, PROFILE, ATTEMPT);
        kept.remove(Installation.unanswered(MAC, ATTEMPT), REMOVAL);
      }
    } finally {
      receiver.stop(0);
    }
    assertThat(callers).hasSize(1);
  }

  @Test
  void nobodyThereIsTemporary() {
    provider.close();
    provider = provider(Map.of("url", "http://127.0.0.1:1/hook"));
    for (Throwable thrown : both()) {
      assertThat(thrown).isInstanceOf(TemporaryFailure.class).hasNoCause();
    }
    ProviderHealth health = provider.check();
    assertThat(health.usable()).isFalse();
    assertThat(health.findings().get(0).toString()).contains("127.0.0.1:1");
  }

  @Test
  void anEndlessAnswerIsReadSoFarAndCounts() {
    answer(aResponse().withStatus(200).withBody("x".repeat(5_000_000)));
    assertThatCode(this::install).doesNotThrowAnyException();
  }

  @Test
  void closedTwiceItCallsNobody() {
    provider.close();
    provider.close();
    assertThatThrownBy(this::install).isInstanceOf(TemporaryFailure.class);
    assertThat(RECEIVER.getAllServeEvents()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "200,true",
    "204,true",
    "400,true",
    "405,true",
    "501,true",
    "301,false",
    "401,false",
    "403,false",
    "404,false",
    "500,false",
    "503,false"
  })
  void theCheckAsksWithoutEffect(int status, boolean usable) {
    answer(aResponse().withStatus(status));
    ProviderHealth health = provider.check();
    assertThat(health.usable()).isEqualTo(usable);
    assertThat(health.findings()).hasSize(usable ? 0 : 1);
    LoggedRequest request = onlyRequest();
    assertThat(request.getMethod().getName()).isEqualTo("HEAD");
    assertThat(request.getHeader(Signatures.HEADER))
        .isEqualTo(Signed.header(Signed.SECRET, Signed.NOW.getEpochSecond(), new byte[0]));
  }

  @Test
  void whatDoesNotFitTheDeviceIsNotSent() {
    Device wholeMac = Device.enrolled(new EnrollmentId("E-1"), Platform.MACOS).build();
    Configuration values =
        new AccountValues(
            CalDavAccount.of("caldav.example.org", 443, "user", Secret.of(PASSWORD)), "Calendar");
    for (Throwable thrown :
        List.of(
            catchThrowable(() -> provider.install(wholeMac, PROFILE, ATTEMPT)),
            catchThrowable(() -> provider.install(PIXEL, PROFILE, ATTEMPT)),
            catchThrowable(() -> provider.install(MAC, values, ATTEMPT)))) {
      assertThat(thrown).isInstanceOf(PermanentFailure.class);
      assertThat(((PermanentFailure) thrown).reason())
          .isEqualTo(PermanentFailure.Reason.NOT_DELIVERABLE);
    }
    assertThat(RECEIVER.getAllServeEvents()).isEmpty();
    assertThat(provider.accepts(MAC).highestProof()).isEqualTo(Proof.ACKNOWLEDGED);
  }

  @Test
  void anUnsignedProfileTravelsTheSameWay() throws IOException {
    answer(aResponse().withStatus(200));
    provider.install(MAC, new UnsignedProfile(IDENTITY, CMS), ATTEMPT);
    assertThat(json(onlyRequest()).path("form").textValue()).isEqualTo("unsigned_profile");
  }

  static ManagedConfiguration davx5() {
    return new ManagedConfiguration(
        "com.davdroid.managed", Map.of("login_password", PASSWORD, "lock", 1));
  }

  private void install() {
    provider.install(MAC, PROFILE, ATTEMPT);
  }

  private void remove() {
    provider.remove(Installation.unanswered(MAC, ATTEMPT), REMOVAL);
  }

  private List<Throwable> both() {
    List<Throwable> thrown = List.of(catchThrowable(this::install), catchThrowable(this::remove));
    assertThat(thrown).allSatisfy(one -> assertThat(one).isInstanceOf(Failure.class));
    return thrown;
  }

  private static void answer(ResponseDefinitionBuilder response) {
    RECEIVER.stubFor(any(anyUrl()).willReturn(response));
  }

  private static LoggedRequest onlyRequest() {
    assertThat(RECEIVER.getAllServeEvents()).hasSize(1);
    return RECEIVER.getAllServeEvents().get(0).getRequest();
  }

  private static JsonNode json(LoggedRequest request) throws IOException {
    return new ObjectMapper().readTree(request.getBody());
  }

  private static MdmProvider providerWith(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("url", RECEIVER.baseUrl() + "/hook");
    return provider(settings);
  }

  private static MdmProvider provider(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("secret", Signed.SECRET);
    settings.put("output", "callback");
    settings.putIfAbsent("connectTimeout", Duration.ofSeconds(2).toString());
    return new GenericProviderFactory()
        .create(Settings.of("providers.any", settings), Signed.clock());
  }
}
