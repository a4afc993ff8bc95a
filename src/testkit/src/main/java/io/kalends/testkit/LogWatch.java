package io.kalends.testkit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/**
 * Turns every logger up to TRACE and keeps all they say, messages, arguments, MDC and stack traces.
 * Closing puts the levels back. Needs logback; one at a time.
 */
public final class LogWatch implements AutoCloseable {

  private final LoggerContext context;
  private final Map<Logger, Level> before;
  private final StringBuilder heard = new StringBuilder();
  private final AppenderBase<ILoggingEvent> appender;

  private LogWatch(LoggerContext context) {
    this.context = context;
    this.before =
        context.getLoggerList().stream()
            .filter(logger -> logger.getLevel() != null)
            .collect(Collectors.toMap(logger -> logger, Logger::getLevel));
    this.appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            hear(event);
          }
        };
  }

  /**
   * Starts listening.
   *
   * @return to be closed
   */
  public static LogWatch everything() {
    LogWatch watch = new LogWatch((LoggerContext) LoggerFactory.getILoggerFactory());
    watch.start();
    return watch;
  }

  /**
   * What was said so far.
   *
   * @return one event after the other, stack traces included
   */
  public String heard() {
    synchronized (heard) {
      return heard.toString();
    }
  }

  @Override
  public void close() {
    root().detachAppender(appender);
    appender.stop();
    root().setLevel(Level.INFO);
    before.forEach(Logger::setLevel);
  }

  /**
   * Loggers whose level the program itself set stay as they are: pinning them is how it keeps
   * secrets out, and that is what is being tested.
   */
  private void start() {
    appender.setContext(context);
    appender.start();
    root().setLevel(Level.TRACE);
    root().addAppender(appender);
  }

  private Logger root() {
    return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private void hear(ILoggingEvent event) {
    synchronized (heard) {
      heard.append(event.getLevel()).append(' ').append(event.getLoggerName()).append(' ');
      heard.append(event.getFormattedMessage()).append(' ').append(event.getMDCPropertyMap());
      IThrowableProxy thrown = event.getThrowableProxy();
      if (thrown != null) {
        heard.append('\n').append(ThrowableProxyUtil.asString(thrown));
      }
      heard.append('\n');
    }
  }
}
