package io.kalends.adapters.generic;

import static io.kalends.adapters.generic.Signed.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kalends.enrollment.Channel;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import io.kalends.event.ProvisioningEvent;
import io.kalends.event.ProvisioningEvent.CheckedOut;
import io.kalends.event.ProvisioningEvent.CommandError;
import io.kalends.event.ProvisioningEvent.CommandReported;
import io.kalends.event.ProvisioningEvent.CommandStatus;
import io.kalends.event.ProvisioningEvent.Enrolled;
import io.kalends.event.ProvisioningEvent.OwnerChanged;
import io.kalends.event.ProvisioningEvent.ReEnrolled;
import io.kalends.event.ProvisioningEvent.UserChannelReady;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events are written with apostrophes here, for the eye. */
class EventReaderTest {

  private static final EnrollmentId E1 = new EnrollmentId("E-1");
  private static final UUID ATTEMPT = UUID.fromString("6f1c1f9e-0a35-4a53-9d5e-2f6a1d3b4c5d");
  private static final String CANARY = "canary-which-no-answer-quotes";

  @Test
  void anEnrolledDeviceIsReadWithAllThatIsKnownOfIt() throws RefusedBody {
    ProvisioningEvent event =
        one(
            "'type':'enrolled'",
            "'enrollment':'E-1','platform':'ipados','channel':'device','name':'张伟 📱',"
                + "'model':'iPad','os_version':'18.1','serial':'SER1','owner':'zhang@example.org'");
    assertThat(event).isInstanceOf(Enrolled.class);
    assertThat(event.key()).isEqualTo("evt-1");
    assertThat(event.at()).isEqualTo(NOW);
    Device device = ((Enrolled) event).device();
    assertThat(device.id()).isEqualTo(E1);
    assertThat(device.platform()).isEqualTo(Platform.IPADOS);
    assertThat(device.channel()).isEqualTo(Channel.DEVICE);
    assertThat(device.name()).contains("张伟 📱");
    assertThat(device.model()).contains("iPad");
    assertThat(device.osVersion()).contains("18.1");
    assertThat(device.serialNumber()).contains("SER1");
    assertThat(device.ownerHint()).contains("zhang@example.org");
  }

  @Test
  void aUserChannelThatEnrolledIsReady() throws RefusedBody {
    ProvisioningEvent event =
        one(
            "'type':'enrolled'",
            "'enrollment':'E-1:U','platform':'macos','channel':'user','parent':'E-1'");
    assertThat(event).isInstanceOf(UserChannelReady.class);
    Device device = ((UserChannelReady) event).device();
    assertThat(device.channel()).isEqualTo(Channel.USER);
    assertThat(device.parent()).contains(E1);
  }

  @Test
  void whoCannotLeaveAFieldOutLeavesItEmpty() throws RefusedBody {
    ProvisioningEvent event =
        one(
            "'type':'reenrolled'",
            "'enrollment':'E-1','platform':'ios','name':'','serial':' ','parent':'','channel':''");
    assertThat(event).isInstanceOf(ReEnrolled.class);
    assertThat(((ReEnrolled) event).device().name()).isEmpty();
    assertThat(((ReEnrolled) event).device().serialNumber()).isEmpty();
  }

  @Test
  void goingAwayAndChangingHandsNeedNoMoreThanTheEnrollment() throws RefusedBody {
    assertThat(one("'type':'unenrolled'", "'enrollment':'E-1'"))
        .isEqualTo(new CheckedOut("evt-1", NOW, E1));
    assertThat(one("'type':'owner_changed'", "'enrollment':'E-1','owner':'Li@Example.org'"))
        .isEqualTo(
            new OwnerChanged(
                "evt-1", NOW, E1, new DeviceOwner("li@example.org", "Li@Example.org")));
  }

  @ParameterizedTest
  @CsvSource({"installed,ACKNOWLEDGED", "removed,ACKNOWLEDGED", "not_now,NOT_NOW", "failed,ERROR"})
  void whatBecameOfACommandIsReportedUnderItsAttempt(String type, CommandStatus status)
      throws RefusedBody {
    assertThat(one("'type':'" + type + "','attempt':'" + ATTEMPT + "'", "'enrollment':'E-1'"))
        .isEqualTo(new CommandReported("evt-1", NOW, E1, ATTEMPT, status, List.of()));
  }

  @Test
  void aFailureBringsItsChainOutermostFirst() throws RefusedBody {
    ProvisioningEvent event =
        one(
            "'type':'failed','attempt':'"
                + ATTEMPT
                + "','errors':[{'domain':'MCInstallationErrorDomain','code':4001},"
                + "{'domain':'MCCalDAVErrorDomain','code':-17002}]",
            "'enrollment':'E-1'");
    assertThat(((CommandReported) event).errors())
        .containsExactly(
            new CommandError("MCInstallationErrorDomain", 4001),
            new CommandError("MCCalDAVErrorDomain", -17002));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc/passwd",
        "E 1; DROP TABLE enrollment",
        "<script>alert(1)</script>",
        "%s%n",
        "${jndi:ldap://x}"
      })
  void hostileNamesStayTextAndNothingElse(String hostile) throws RefusedBody {
    ProvisioningEvent event =
        one(
            "'type':'enrolled'",
            "'enrollment':'" + hostile + "','platform':'ios','name':'" + hostile + "\\u0000\\n'");
    Device device = ((Enrolled) event).device();
    assertThat(device.id().value()).isEqualTo(hostile);
    assertThat(device.name()).contains(hostile + "\0\n");
  }

  @Test
  void fiveHundredEventsComeInOneRequestAndNotOneMore() throws RefusedBody {
    List<ProvisioningEvent> events = EventReader.read(batch(500, -1));
    assertThat(events).hasSize(500);
    Set<String> keys = events.stream().map(ProvisioningEvent::key).collect(Collectors.toSet());
    assertThat(keys).hasSize(500).contains("evt-0", "evt-499");
    assertThat(refusal(batch(501, -1)).field()).isEqualTo("events");
    assertThat(refusal("{'events':[]}").field()).isEqualTo("events");
  }

  @Test
  void oneBadEventRefusesAllOfThemAndIsNamed() {
    RefusedBody refused = refusal(batch(500, 317));
    assertThat(refused.field()).isEqualTo("events[317].device.platform");
    assertThat(refused.fix()).contains("android, ios, ipados, macos, visionos");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "id | {'type':'checked_in','at':'2026-11-22T10:00:00Z','device':{'enrollment':'E'}}",
        "id | {'id':7,'type':'checked_in','at':'2026-11-22T10:00:00Z','device':{'enrollment':'E'}}",
        "id | {'id':'\\u0000','type':'checked_in','at':'2026-11-22T10:00:00Z','device':{'enrollment':'E'}}",
        "id | {'id':'\\ud800','type':'checked_in','at':'2026-11-22T10:00:00Z','device':{'enrollment':'E'}}",
        "at | {'id':'1','type':'checked_in','device':{'enrollment':'E'}}",
        "at | {'id':'1','type':'checked_in','at':1795341600,'device':{'enrollment':'E'}}",
        "at | {'id':'1','type':'checked_in','at':'2026-11-22','device':{'enrollment':'E'}}",
        "at | {'id':'1','type':'checked_in','at':'1970-01-01T00:00:00Z','device':{'enrollment':'E'}}",
        "at | {'id':'1','type':'checked_in','at':'+999999999-01-01T00:00:00Z','device':{'enrollment':'E'}}",
        "type | {'id':'1','at':'2026-11-22T10:00:00Z','device':{'enrollment':'E'}}",
        "type | {'id':'1','type':'ENROLLED','at':'2026-11-22T10:00:00Z','device':{'enrollment':'E'}}",
        "device | {'id':'1','type':'checked_in','at':'2026-11-22T10:00:00Z'}",
        "device | {'id':'1','type':'checked_in','at':'2026-11-22T10:00:00Z','device':'E'}",
        "extra | {'id':'1','type':'checked_in','at':'2026-11-22T10:00:00Z','device':{'enrollment':'E'},'extra':1}",
        "id | {'events':[],'id':'1'}",
        "events | {'events':{}}",
        "events[0] | {'events':[1]}",
        "body | []",
        "body | 'text'",
        "body | null",
        "body | ",
        "body | {'id':'1','id':'2'}",
        "body | {'id':'1'} {}",
        "body | {'id':[[[[[['deep']]]]]]}",
        "body | {'id':123456789012345678901234567890}",
      })
  void whatIsWrongWithAnEventIsNamed(String field, String json) {
    assertThat(refusal(json == null ? "" : json).field()).isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "enrollment | 'platform':'ios'",
        "enrollment | 'enrollment':'','platform':'ios'",
        "enrollment | 'enrollment':'a\\nb','platform':'ios'",
        "enrollment | 'enrollment':'\\udc00','platform':'ios'",
        "enrollment | 'enrollment':['E'],'platform':'ios'",
        "platform | 'enrollment':'E'",
        "platform | 'enrollment':'E','platform':'windows'",
        "platform | 'enrollment':'E','platform':'iOS'",
        "platform | 'enrollment':'E','platform':null",
        "channel | 'enrollment':'E','platform':'ios','channel':'both'",
        "parent | 'enrollment':'E','platform':'macos','channel':'user'",
        "parent | 'enrollment':'E','platform':'ios','parent':'P'",
        "name | 'enrollment':'E','platform':'ios','name':7",
        "model | 'enrollment':'E','platform':'ios','model':{}",
        "os_version | 'enrollment':'E','platform':'ios','os_version':18.1",
        "serial | 'enrollment':'E','platform':'ios','serial':false",
        "owner | 'enrollment':'E','platform':'ios','owner':['a@example.org']",
        "udid | 'enrollment':'E','platform':'ios','udid':'E'",
      })
  void whatIsWrongWithADeviceIsNamed(String field, String device) {
    assertThat(refusal(event("'type':'enrolled'", device)).field()).isEqualTo("device." + field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "attempt | 'type':'installed'",
        "attempt | 'type':'installed','attempt':'1-1-1-1-1'",
        "attempt | 'type':'checked_in','attempt':'6f1c1f9e-0a35-4a53-9d5e-2f6a1d3b4c5d'",
        "errors | 'type':'installed','attempt':'6f1c1f9e-0a35-4a53-9d5e-2f6a1d3b4c5d','errors':[]",
        "errors | 'type':'failed','attempt':'6f1c1f9e-0a35-4a53-9d5e-2f6a1d3b4c5d','errors':{}",
        "errors[0] | 'type':'failed','attempt':'6f1c1f9e-0a35-4a53-9d5e-2f6a1d3b4c5d','errors':['x']",
        "errors[0].code | 'type':'failed','attempt':'6f1c1f9e-0a35-4a53-9d5e-2f6a1d3b4c5d','errors':[{'domain':'d','code':1.0}]",
        "errors[0].code | 'type':'failed','attempt':'6f1c1f9e-0a35-4a53-9d5e-2f6a1d3b4c5d','errors':[{'domain':'d','code':3000000000}]",
        "errors[0].domain | 'type':'failed','attempt':'6f1c1f9e-0a35-4a53-9d5e-2f6a1d3b4c5d','errors':[{'code':1}]",
        "device.owner | 'type':'owner_changed'",
      })
  void whatIsWrongWithACommandIsNamed(String field, String type) {
    assertThat(refusal(event(type, "'enrollment':'E'")).field()).isEqualTo(field);
  }

  @Test
  void whatIsTooLongIsNamed() {
    assertThat(
            refusal(event("'type':'checked_in'", "'enrollment':'" + "x".repeat(513) + "'")).field())
        .isEqualTo("device.enrollment");
    assertThat(
            refusal(
                    event(
                        "'type':'enrolled'",
                        "'enrollment':'E','platform':'ios','name':'" + "x".repeat(10_241) + "'"))
                .field())
        .isEqualTo("device.name");
    assertThat(refusal(Signed.CHECK_IN.replace("evt-1", "x".repeat(201))).field()).isEqualTo("id");
  }

  @Test
  void aBodyThatIsNotUtf8IsRefused() {
    byte[] latin1 = event("'type':'checked_in'", "'enrollment':'E'").getBytes(UTF_8);
    latin1[latin1.length - 4] = (byte) 0xE9;
    assertThat(refusal(latin1).field()).isEqualTo("body");
    byte[] wide = Signed.CHECK_IN.getBytes(java.nio.charset.StandardCharsets.UTF_16LE);
    assertThat(refusal(wide).field()).isEqualTo("body");
  }

  @Test
  void noRefusalQuotesAValue() {
    for (String json :
        List.of(
            CANARY,
            "{'id':" + CANARY + "}",
            "{'" + CANARY,
            event("'type':'" + CANARY + "'", "'enrollment':'E'"),
            event("'type':'installed','attempt':'" + CANARY + "'", "'enrollment':'E'"),
            event("'type':'enrolled'", "'enrollment':'E','platform':'" + CANARY + "'"),
            event("'type':'checked_in'", "'enrollment':'" + CANARY + "\\u0007'"))) {
      assertThatThrownBy(() -> EventReader.read(bytes(json)))
          .isInstanceOf(RefusedBody.class)
          .hasNoCause()
          .hasMessageNotContaining("canary");
    }
  }

  @Test
  void anUnknownFieldIsNamedHarmlessly() {
    String hostile = "\\u001b[31m" + "é".repeat(10) + "x".repeat(60);
    RefusedBody refused = refusal("{'id':'1','" + hostile + "':1}");
    assertThat(refused.field()).matches("[\\x21-\\x7e]{40}");
  }

  private static ProvisioningEvent one(String type, String device) throws RefusedBody {
    List<ProvisioningEvent> events = EventReader.read(bytes(event(type, device)));
    assertThat(events).hasSize(1);
    return events.get(0);
  }

  private static String event(String type, String device) {
    return "{'id':'evt-1'," + type + ",'at':'2026-11-22T10:00:00Z','device':{" + device + "}}";
  }

  private static byte[] batch(int size, int bad) {
    return bytes(
        IntStream.range(0, size)
            .mapToObj(
                i ->
                    event(
                            "'type':'enrolled'",
                            "'enrollment':'E-"
                                + i
                                + "','platform':'"
                                + (i == bad ? "amiga" : "ios")
                                + "'")
                        .replace("evt-1", "evt-" + i))
            .collect(Collectors.joining(",", "{'events':[", "]}")));
  }

  private static RefusedBody refusal(String json) {
    return refusal(bytes(json));
  }

  private static RefusedBody refusal(byte[] json) {
    RefusedBody refused = catchThrowableOfType(RefusedBody.class, () -> EventReader.read(json));
    assertThat(refused).isNotNull();
    return refused;
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(UTF_8);
  }
}
