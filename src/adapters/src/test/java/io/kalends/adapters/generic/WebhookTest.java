package io.kalends.adapters.generic;

import static io.kalends.adapters.generic.Signed.CHECK_IN;
import static io.kalends.adapters.generic.Signed.NOW;
import static io.kalends.adapters.generic.Signed.PREVIOUS;
import static io.kalends.adapters.generic.Signed.SECRET;
import static io.kalends.adapters.generic.Signed.header;
import static io.kalends.adapters.generic.Signed.post;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.enrollment.Device;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import io.kalends.event.InboundReply;
import io.kalends.event.InboundRequest;
import io.kalends.event.ProvisioningEvent.CheckedIn;
import io.kalends.mdm.Installation;
import io.kalends.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and who is not even read. */
class WebhookTest {

  private static final long T = NOW.getEpochSecond();

  /** printf '%s.%s' 1795341600 "$body" | openssl dgst -sha256 -hmac "$secret". */
  private static final String BY_OPENSSL =
      "t=1795341600,v1=63fe9cb952dbd55fdff64686eb41c9edeb6adb01b16d5f7fbd63784fa6e6e416";

  private final SettableClock clock = Signed.clock();
  private final Webhook webhook = new Webhook(Signed.signatures(clock));

  @Test
  void aRequestSignedByOpensslIsGenuine() {
    InboundReply reply = webhook.receive(post(BY_OPENSSL, CHECK_IN));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEmpty();
    assertThat(reply.events())
        .containsExactly(new CheckedIn("evt-1", NOW, new EnrollmentId("E-1")));
  }

  @Test
  void bothSecretsOpenTheDoorDuringARotation() {
    assertThat(webhook.receive(post(header(SECRET, T, CHECK_IN), CHECK_IN)).events()).hasSize(1);
    assertThat(webhook.receive(post(header(PREVIOUS, T, CHECK_IN), CHECK_IN)).events()).hasSize(1);
    assertForged(post(header("fake-secret-nobody-agreed-on-01234567", T, CHECK_IN), CHECK_IN));
  }

  @Test
  void upperCaseHexDigitsAreTheSameDigits() {
    String header = header(SECRET, T, CHECK_IN);
    String digits = header.substring(header.indexOf("v1=") + 3);
    String upper = header.replace(digits, digits.toUpperCase(java.util.Locale.ROOT));
    assertThat(webhook.receive(post(upper, CHECK_IN)).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "t=1795341600",
        "v1=00",
        "t=1795341600,v1=",
        "t=1795341600,v1=zz",
        "t=-5,v1=0000000000000000000000000000000000000000000000000000000000000000",
        "t=9999999999999,v1=0000000000000000000000000000000000000000000000000000000000000000",
        "t=1795341600,v1=0000000000000000000000000000000000000000000000000000000000000000",
        "t=١٧٩٥٣٤١٦٠٠,v1=0000000000000000000000000000000000000000000000000000000000000000",
      })
  void aForgedHeaderIsRefused(String header) {
    assertForged(post(header, CHECK_IN));
  }

  @Test
  void aMissingHeaderAndOneSentTwiceAreRefused() {
    byte[] body = CHECK_IN.getBytes(UTF_8);
    String genuine = header(SECRET, T, CHECK_IN);
    assertForged(new InboundRequest("POST", "", "", Map.of(), body));
    assertForged(Signed.request("POST", "", "", List.of(genuine, genuine), body));
  }

  @Test
  void aTamperedBodyIsRefused() {
    String header = header(SECRET, T, CHECK_IN);
    assertForged(post(header, CHECK_IN.replace("E-1", "E-2")));
    assertForged(post(header, CHECK_IN + " "));
    assertForged(post(header, ""));
  }

  @Test
  void aRequestIsGoodForFiveMinutesEitherWay() {
    InboundRequest request = post(header(SECRET, T, CHECK_IN), CHECK_IN);
    clock.advance(Duration.ofMinutes(5));
    assertThat(webhook.receive(request).status()).isEqualTo(200);
    clock.advance(Duration.ofMillis(1));
    assertForged(request);
    clock.advance(Duration.ofMinutes(-10).minusMillis(1));
    assertThat(webhook.receive(request).status()).isEqualTo(200);
    clock.advance(Duration.ofMillis(-1));
    assertForged(request);
  }

  @Test
  void anOldSignatureIsNotMadeNewByAnotherTime() {
    clock.advance(Duration.ofHours(1));
    String replayed = header(SECRET, T, CHECK_IN).replace("t=" + T, "t=" + (T + 3600));
    assertForged(post(replayed, CHECK_IN));
  }

  @Test
  void whoDidNotSignIsNotReadAtAll() {
    assertForged(post("", "not even JSON"));
    assertForged(Signed.request("GET", "/x", "y", List.of(), new byte[] {(byte) 0xff}));
  }

  @Test
  void methodPathAndQueryCarryNoMeaningSinceNobodySignsThem() {
    byte[] body = CHECK_IN.getBytes(UTF_8);
    List<String> header = List.of(header(SECRET, T, CHECK_IN));
    assertThat(webhook.receive(Signed.request("PUT", "", "", header, body)).status())
        .isEqualTo(405);
    assertThat(webhook.receive(Signed.request("POST", "/E-2", "", header, body)).status())
        .isEqualTo(404);
    InboundReply reply = webhook.receive(Signed.request("POST", "", "E-2", header, body));
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.body()).contains("path").doesNotContain("E-2");
    assertThat(reply.events()).isEmpty();
  }

  @Test
  void whatKalendsItselfSignsAndSendsIsNoEvent() {
    Device device = Device.enrolled(new EnrollmentId("E-1"), Platform.IOS).build();
    byte[] sent =
        CallbackBody.remove(Installation.unanswered(device, new UUID(1, 1)), new UUID(2, 2));
    InboundReply reply =
        webhook.receive(Signed.request("POST", "", "", List.of(header(SECRET, T, sent)), sent));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.events()).isEmpty();
  }

  @Test
  void ourOwnSignatureIsTheAgreedOneUnderTheNewSecret() {
    assertThat(Signed.signatures(clock).of(CHECK_IN.getBytes(UTF_8))).isEqualTo(BY_OPENSSL);
    assertThat(Signed.signatures(clock)).hasToString("Signatures[2 secrets, within PT5M]");
  }

  private void assertForged(InboundRequest request) {
    InboundReply reply = webhook.receive(request);
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.events()).isEmpty();
    assertThat(reply.body()).isEmpty();
  }
}
