package io.kalends.issuer.event;

import static io.kalends.issuer.event.Event.RevokedToken.REFRESH_TOKEN;
import static io.kalends.issuer.event.Event.RevokedToken.USER_ACCESS_TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.issuer.event.Event.RevokeReason;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** Shapes as Feishu's pages of the events show them. */
class EventTest {

  private static final EventSubject ANNA =
      new EventSubject("tenant-1", "ou_1", "on_1", "u1", "Anna 张", "anna@example.com");
  private static final EventSubject HIDDEN =
      new EventSubject("tenant-1", "ou_1", "on_1", "", "", "");

  @Test
  void somebodyWhoLeftIsResignedAndWasSomebody() {
    assertThat(EventJson.onTheWire(Event.userDeleted(ANNA).content()))
        .isEqualTo(
            "{\"object\":{\"open_id\":\"ou_1\",\"union_id\":\"on_1\",\"user_id\":\"u1\","
                + "\"name\":\"Anna 张\",\"email\":\"anna@example.com\",\"department_ids\":[],"
                + "\"status\":{\"is_frozen\":false,\"is_resigned\":true,\"is_activated\":true,"
                + "\"is_exited\":false,\"is_unjoin\":false}},"
                + "\"old_object\":{\"open_id\":\"ou_1\",\"department_ids\":[]}}");
  }

  @Test
  void frozenAndUnfrozenTellBeforeAndAfter() {
    assertThat(Event.userFrozen(ANNA).type()).isEqualTo("contact.user.updated_v3");
    assertThat(Event.userFrozen(ANNA).content().at("/object/status/is_frozen").asBoolean())
        .isTrue();
    assertThat(Event.userFrozen(ANNA).content().at("/old_object/status/is_frozen").asText())
        .isEqualTo("false");
    assertThat(Event.userUnfrozen(ANNA).content().at("/object/status/is_frozen").asText())
        .isEqualTo("false");
    assertThat(Event.userUnfrozen(ANNA).content().at("/old_object/status/is_frozen").asBoolean())
        .isTrue();
  }

  @Test
  void revokedTokensAreNamedInOneOrderWithFeishusReason() {
    Event event =
        Event.tokensRevoked(
            ANNA, EnumSet.of(REFRESH_TOKEN, USER_ACCESS_TOKEN), RevokeReason.RESTRICTION);
    assertThat(event.type()).isEqualTo("auth.user_access_token.revoked_v4");
    assertThat(EventJson.onTheWire(event.content()))
        .isEqualTo(
            "{\"revoke_token_type\":\"user_access_token refresh_token\","
                + "\"revoke_reason\":\"Revoked by restriction action.\","
                + "\"open_id\":\"ou_1\",\"union_id\":\"on_1\",\"user_id\":\"u1\"}");
    assertThatThrownBy(
            () ->
                Event.tokensRevoked(
                    ANNA, EnumSet.noneOf(Event.RevokedToken.class), RevokeReason.USER))
        .hasMessageStartingWith("tokens: ");
  }

  @Test
  void whatAnAppMayNotKnowIsLeftOut() {
    assertThat(EventJson.onTheWire(Event.userDeleted(HIDDEN).content()))
        .doesNotContain("user_id", "\"name\"", "email");
  }

  @Test
  void showsItsTypeOnly() {
    assertThat(Event.appTicket("canary-ticket")).hasToString("app_ticket");
    assertThat(ANNA).hasToString("ou_1");
    assertThatThrownBy(() -> new EventSubject("t", " ", "on_1", "", "", ""))
        .hasMessageStartingWith("open id: ");
  }
}
