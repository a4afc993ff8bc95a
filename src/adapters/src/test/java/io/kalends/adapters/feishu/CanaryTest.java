package io.kalends.adapters.feishu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import io.kalends.account.CalDavAccount;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** With every logger at TRACE, the HTTP client's wire and header logs by name too. */
class CanaryTest {

  private static final List<String> LOUDEST =
      List.of(
          Logger.ROOT_LOGGER_NAME,
          "org.apache.hc.client5.http",
          "org.apache.hc.client5.http.wire",
          "org.apache.hc.client5.http.headers",
          "io.kalends");

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  private final Map<Logger, Level> before = new HashMap<>();
  private final Logger root = logger(Logger.ROOT_LOGGER_NAME);
  private final Appender<ILoggingEvent> console = root.getAppender("OUT");

  @BeforeEach
  void turnEverythingOn() {
    LOUDEST.forEach(name -> before.put(logger(name), logger(name).getLevel()));
    log.start();
    root.addAppender(log);
    root.detachAppender(console);
    before.keySet().forEach(logger -> logger.setLevel(Level.TRACE));
  }

  @AfterEach
  void turnItOff() {
    before.forEach(Logger::setLevel);
    root.addAppender(console);
    root.detachAppender(log);
  }

  @Test
  void neitherTokenNorPasswordIsEverLogged() {
    try (RawServer server = RawServer.answeringJson("HTTP/1.1 200 OK", "", Minting.SUCCESS)) {
      CalDavAccount account = Minting.mintAt(server.url());
      assertThat(account.password().reveal()).contains("canary");
      assertThat(account.toString()).doesNotContain("canary");
      assertThat(server.requests().get(0)).contains("canary");
    }
    for (String answer :
        List.of(
            "",
            "HTTP/1.1 200 canary\r\n\r\n",
            "HTTP/1.1 canary\r\n\r\n",
            "canary\r\ncanary\r\n\r\n",
            "HTTP/1.1 401 No\r\nWWW-Authenticate: Bearer canary\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 302 Go\r\nLocation: http://canary/\r\nSet-Cookie: canary=1\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\ncanary\r\n")) {
      try (RawServer server = RawServer.answering(answer)) {
        assertThat(catchThrowable(() -> Minting.mintAt(server.url())))
            .satisfies(e -> assertThat(Minting.everythingIn(e)).doesNotContain("canary"));
      }
    }
    assertThat(log.list).as("the log was listened to").hasSizeGreaterThan(20);
    assertThat(log.list)
        .anySatisfy(e -> assertThat(e.getLoggerName()).startsWith("org.apache.hc.client5"))
        .noneSatisfy(e -> assertThat(e.getLoggerName()).endsWith(".wire"))
        .noneSatisfy(e -> assertThat(e.getLoggerName()).endsWith(".headers"))
        .allSatisfy(e -> assertThat(whole(e)).doesNotContain("canary"));
  }

  @Test
  void aReplyShowsItsStatusAlone() {
    assertThat(new Reply(200, null, "", false, null, "id"))
        .hasToString("Reply[HTTP 200, log id id]");
  }

  private static String whole(ILoggingEvent event) {
    return event.getLoggerName()
        + event.getFormattedMessage()
        + (event.getThrowableProxy() == null
            ? ""
            : ThrowableProxyUtil.asString(event.getThrowableProxy()));
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }
}
