package io.kalends.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.lark.oapi.core.request.EventReq;
import com.lark.oapi.core.response.EventResp;
import com.lark.oapi.event.CustomAppTicketEventHandler;
import com.lark.oapi.event.CustomEventHandler;
import com.lark.oapi.event.EventDispatcher;
import com.lark.oapi.event.model.AppTicketEvent;
import com.lark.oapi.service.contact.ContactService;
import com.lark.oapi.service.contact.v3.model.P2UserDeletedV3;
import com.lark.oapi.service.contact.v3.model.P2UserUpdatedV3;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.kalends.issuer.credential.Credentials;
import io.kalends.issuer.event.Event;
import io.kalends.issuer.event.EventSender;
import io.kalends.issuer.event.EventSubject;
import io.kalends.issuer.event.EventTarget;
import io.kalends.issuer.event.Outbox;
import io.kalends.store.Database;
import io.kalends.testkit.SettableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vendor's own event dispatcher takes our events for theirs. */
class EventDispatcherIT {

  private static final String APP = "cli_sample";
  private static final String TOKEN = "not-a-real-verification-token";
  private static final String KEY = "not-a-real-encrypt-key";
  private static final EventSubject ZHANG =
      new EventSubject(
          "tenant-1", "ou_zhang", "on_zhang", "zhang", "张伟 \"😀\"", "zhang@example.com");

  @TempDir Path folder;

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T08:00:00Z"));
  private final SecureRandom random = new SecureRandom();
  private final Outbox outbox = new Outbox(clock, random);
  private final List<Object> received = new CopyOnWriteArrayList<>();
  private final AtomicBoolean forging = new AtomicBoolean();
  private final AtomicInteger lastStatus = new AtomicInteger();
  private Database database;
  private HttpServer receiver;
  private EventTarget target;
  private EventSender sender;

  @BeforeEach
  void start() throws IOException {
    EventDispatcher dispatcher = dispatcher();
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/", exchange -> dispatch(dispatcher, exchange));
    receiver.start();
    target = EventTarget.encrypted(APP, url(), TOKEN, KEY);
    database = Database.openFile(folder.resolve("issuer.db"), Credentials.class, clock);
    sender = new EventSender(database, app -> Optional.of(target), clock, random);
  }

  @AfterEach
  void stop() {
    sender.close();
    database.close();
    receiver.stop(0);
  }

  @Test
  void answersTheEncryptedChallengeAndKnowsAWrongToken() {
    // Answers late, perhaps: at its first event the SDK loads its classes.
    sender.check(target);
    assertThat(sender.check(target).explanation()).isEmpty();
    EventTarget wrongToken = EventTarget.encrypted(APP, url(), "not-the-token-either", KEY);
    assertThat(sender.check(wrongToken).passed()).isFalse();
  }

  @Test
  void readsEveryFieldOfALeaver() {
    String id = add(Event.userDeleted(ZHANG));
    assertThat(sender.sendDue()).isEqualTo(1);
    assertThat(received)
        .singleElement()
        .isInstanceOfSatisfying(
            P2UserDeletedV3.class,
            event -> {
              assertThat(event.getSchema()).isEqualTo("2.0");
              assertThat(event.getHeader().getEventId()).isEqualTo(id);
              assertThat(event.getHeader().getEventType()).isEqualTo("contact.user.deleted_v3");
              assertThat(event.getHeader().getCreateTime()).isEqualTo("" + clock.millis());
              assertThat(event.getHeader().getToken()).isEqualTo(TOKEN);
              assertThat(event.getHeader().getAppId()).isEqualTo(APP);
              assertThat(event.getHeader().getTenantKey()).isEqualTo("tenant-1");
              assertThat(event.getEvent().getObject().getOpenId()).isEqualTo("ou_zhang");
              assertThat(event.getEvent().getObject().getUnionId()).isEqualTo("on_zhang");
              assertThat(event.getEvent().getObject().getUserId()).isEqualTo("zhang");
              assertThat(event.getEvent().getObject().getName()).isEqualTo("张伟 \"😀\"");
              assertThat(event.getEvent().getObject().getStatus().getIsResigned()).isTrue();
              assertThat(event.getEvent().getOldObject().getOpenId()).isEqualTo("ou_zhang");
            });
  }

  @Test
  void readsWhoWasFrozen() {
    add(Event.userFrozen(ZHANG));
    assertThat(sender.sendDue()).isEqualTo(1);
    assertThat(received)
        .singleElement()
        .isInstanceOfSatisfying(
            P2UserUpdatedV3.class,
            event -> {
              assertThat(event.getEvent().getObject().getStatus().getIsFrozen()).isTrue();
              assertThat(event.getEvent().getOldObject().getStatus().getIsFrozen()).isFalse();
            });
  }

  @Test
  void handsRevokedTokensToACustomHandler() {
    add(
        Event.tokensRevoked(
            ZHANG, EnumSet.allOf(Event.RevokedToken.class), Event.RevokeReason.USER));
    assertThat(sender.sendDue()).isEqualTo(1);
    assertThat(received)
        .singleElement()
        .asString()
        .contains(
            "\"revoke_token_type\":\"user_access_token refresh_token\"",
            "\"revoke_reason\":\"Revoked by user action.\"",
            "\"open_id\":\"ou_zhang\"");
  }

  @Test
  void readsAnAppTicketInTheOldEnvelope() {
    add(Event.appTicket("not-a-real-ticket"));
    assertThat(sender.sendDue()).isEqualTo(1);
    assertThat(received)
        .singleElement()
        .isInstanceOfSatisfying(
            AppTicketEvent.class,
            event -> {
              assertThat(event.getEvent().getAppId()).isEqualTo(APP);
              assertThat(event.getEvent().getAppTicket()).isEqualTo("not-a-real-ticket");
            });
  }

  @Test
  void refusesAWrongSignatureAndTakesTheRedelivery() {
    String id = add(Event.userDeleted(ZHANG));
    forging.set(true);
    assertThat(sender.sendDue()).isZero();
    assertThat(lastStatus).hasValue(500);
    assertThat(received).isEmpty();
    forging.set(false);
    clock.advance(Duration.ofSeconds(15));
    assertThat(sender.sendDue()).isEqualTo(1);
    assertThat(lastStatus).hasValue(200);
    assertThat(received)
        .singleElement()
        .isInstanceOfSatisfying(
            P2UserDeletedV3.class,
            event -> assertThat(event.getHeader().getEventId()).isEqualTo(id));
  }

  private String add(Event event) {
    return database.write("add event", connection -> outbox.add(connection, APP, event));
  }

  private URI url() {
    return URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/webhook");
  }

  private EventDispatcher dispatcher() {
    return EventDispatcher.newBuilder(TOKEN, KEY)
        .onP2UserDeletedV3(
            new ContactService.P2UserDeletedV3Handler() {
              @Override
              public void handle(P2UserDeletedV3 event) {
                received.add(event);
              }
            })
        .onP2UserUpdatedV3(
            new ContactService.P2UserUpdatedV3Handler() {
              @Override
              public void handle(P2UserUpdatedV3 event) {
                received.add(event);
              }
            })
        .onCustomizedEvent(
            "auth.user_access_token.revoked_v4",
            new CustomEventHandler() {
              @Override
              public void handle(EventReq event) {
                received.add(event.getPlain());
              }
            })
        .onAppTicketEvent(
            new CustomAppTicketEventHandler() {
              @Override
              public void handle(AppTicketEvent event) {
                received.add(event);
              }
            })
        .build();
  }

  /** What the SDK's own servlet adapter does; it looks headers up in lower case. */
  private void dispatch(EventDispatcher dispatcher, HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, List<String>> headers = new HashMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
      if (forging.get()) {
        headers.put("x-lark-signature", List.of("0".repeat(64)));
      }
      EventReq request = new EventReq();
      request.setHttpPath(exchange.getRequestURI().getPath());
      request.setHeaders(headers);
      request.setBody(exchange.getRequestBody().readAllBytes());
      EventResp reply;
      try {
        reply = dispatcher.handle(request);
      } catch (Throwable e) {
        throw new IOException("the dispatcher broke", e);
      }
      lastStatus.set(reply.getStatusCode());
      exchange.sendResponseHeaders(reply.getStatusCode(), reply.getBody().length);
      exchange.getResponseBody().write(reply.getBody());
    }
  }
}
