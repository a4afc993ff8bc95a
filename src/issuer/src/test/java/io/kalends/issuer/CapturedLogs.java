package io.kalends.issuer;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.slf4j.LoggerFactory;

/** Everything every logger says, at TRACE, through SLF4J and through java.util.logging. */
public final class CapturedLogs implements AutoCloseable {

  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final java.util.logging.Logger julRoot = java.util.logging.Logger.getLogger("");
  private final java.util.logging.Level julLevel = julRoot.getLevel();
  private final Map<Logger, Level> levels = new HashMap<>();
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(
              event.getLoggerName()
                  + ": "
                  + event.getFormattedMessage()
                  + Arrays.toString(event.getArgumentArray())
                  + (event.getThrowableProxy() == null
                      ? ""
                      : ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
      };

  private final Handler julHandler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          lines.add(
              record.getLoggerName()
                  + ": "
                  + record.getMessage()
                  + Arrays.toString(record.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  public CapturedLogs() {
    appender.setContext(context);
    appender.start();
    root.addAppender(appender);
    julRoot.addHandler(julHandler);
    julRoot.setLevel(java.util.logging.Level.ALL);
    context.getLoggerList().forEach(logger -> levels.put(logger, logger.getLevel()));
  }

  /** Sets every logger there is, one by one, as a debugging administrator might. */
  public void everythingAtTrace() {
    context.getLoggerList().forEach(logger -> logger.setLevel(Level.TRACE));
  }

  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    root.detachAppender(appender);
    julRoot.removeHandler(julHandler);
    julRoot.setLevel(julLevel);
    for (Logger logger : context.getLoggerList()) {
      logger.setLevel(levels.getOrDefault(logger, null));
    }
    root.setLevel(Level.WARN);
  }
}
