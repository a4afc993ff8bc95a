package io.kalends.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLogger;

class JettyLogsTest {

  private static final String CANARY = "fake-canary-0815";

  @Test
  void withoutThePinJettyWritesTheTokenWhichIsWhyThePinExists() throws Exception {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Logger family = context.getLogger(JettyLogs.NAME);
    ListAppender<ILoggingEvent> heard = new ListAppender<>();
    heard.setContext(context);
    heard.start();
    family.setLevel(Level.TRACE);
    family.setAdditive(false);
    family.addAppender(heard);
    Server server = new Server(0);
    try {
      server.start();
      get(((ServerConnector) server.getConnectors()[0]).getLocalPort());
    } finally {
      server.stop();
      family.detachAppender(heard);
      family.setAdditive(true);
      family.setLevel(null);
    }
    assertThat(heard.list).anyMatch(event -> event.getFormattedMessage().contains(CANARY));
  }

  @Test
  void aLevelSetLowerIsPutBackAtOnceAndOnlyWhileHeld() {
    LoggerContext context = new LoggerContext();
    Logger early = context.getLogger(JettyLogs.NAME + ".io.Early");
    early.setLevel(Level.TRACE);
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Logger family = context.getLogger(JettyLogs.NAME);
    try (JettyLogs held = JettyLogs.hold(context)) {
      root.setLevel(Level.TRACE);
      family.setLevel(Level.DEBUG);
      context.getLogger(JettyLogs.NAME + ".http.HttpParser").setLevel(Level.TRACE);
      assertThatNoneIsBelowInfo(context);
      family.setLevel(null);
      early.setLevel(null);
      assertThatNoneIsBelowInfo(context);
      context.reset();
      root.setLevel(Level.TRACE);
      assertThatNoneIsBelowInfo(context);
      assertThat(context.getLogger("com.example").isTraceEnabled()).isTrue();
      assertThat(held).isNotNull();
    }
    family.setLevel(Level.DEBUG);
    assertThat(family.isDebugEnabled()).isTrue();
  }

  @Test
  void aQuieterLevelIsLeftAlone() {
    LoggerContext context = new LoggerContext();
    context.getLogger(JettyLogs.NAME).setLevel(Level.ERROR);
    try (JettyLogs held = JettyLogs.hold(context)) {
      assertThat(held).isNotNull();
      assertThat(context.getLogger(JettyLogs.NAME).getLevel()).isEqualTo(Level.ERROR);
      context.getLogger(JettyLogs.NAME).setLevel(Level.OFF);
      assertThat(context.getLogger(JettyLogs.NAME).getLevel()).isEqualTo(Level.OFF);
    }
  }

  @Test
  void aBackEndThatCannotBeHeldMustBeQuietOrTheServerDoesNotStart() {
    ILoggerFactory quiet = name -> NOPLogger.NOP_LOGGER;
    JettyLogs.hold(quiet).close();
    org.slf4j.Logger loud =
        (org.slf4j.Logger)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {org.slf4j.Logger.class},
                (proxy, method, arguments) -> method.getName().equals("isDebugEnabled"));
    assertThatThrownBy(() -> JettyLogs.hold(name -> loud))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(JettyLogs.NAME)
        .hasMessageContaining("INFO");
  }

  private static void assertThatNoneIsBelowInfo(LoggerContext context) {
    assertThat(context.getLoggerList())
        .filteredOn(logger -> logger.getName().startsWith(JettyLogs.NAME))
        .hasSizeGreaterThanOrEqualTo(2)
        .noneMatch(Logger::isDebugEnabled);
    assertThat(context.getLogger(JettyLogs.NAME + ".new.Logger").isDebugEnabled()).isFalse();
  }

  private static void get(int port) throws Exception {
    HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .header("Authorization", "Bearer " + CANARY)
                .build(),
            BodyHandlers.discarding());
  }
}
