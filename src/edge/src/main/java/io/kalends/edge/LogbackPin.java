package io.kalends.edge;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import org.jspecify.annotations.Nullable;

/**
 * Holds a family of Logback loggers at INFO or above. A level set lower later, by code or by a
 * configuration read again, is put back in the same breath. Loaded only when Logback is there.
 */
final class LogbackPin implements LoggerContextListener {

  private final String family;

  private LogbackPin(String family) {
    this.family = family;
  }

  /**
   * Pins a family.
   *
   * @param context Logback's logger context
   * @param family the name all its loggers begin with
   * @return lets go
   */
  static Runnable on(Object context, String family) {
    LoggerContext logback = (LoggerContext) context;
    LogbackPin pin = new LogbackPin(family);
    logback.addListener(pin);
    pin.onReset(logback);
    return () -> logback.removeListener(pin);
  }

  @Override
  public boolean isResetResistant() {
    return true;
  }

  @Override
  public void onStart(LoggerContext context) {
    onReset(context);
  }

  @Override
  public void onReset(LoggerContext context) {
    raise(context.getLogger(family));
    for (Logger logger : context.getLoggerList()) {
      if (logger.getName().startsWith(family + ".")) {
        raise(logger);
      }
    }
  }

  @Override
  public void onStop(LoggerContext context) {
    // A stopped context writes nothing.
  }

  @Override
  public void onLevelChange(Logger logger, @Nullable Level level) {
    if (logger.getName().equals(family) || logger.getName().startsWith(family + ".")) {
      raise(logger);
    }
  }

  private void raise(Logger logger) {
    boolean inherits = logger.getLevel() == null;
    boolean first = logger.getName().equals(family);
    // The first of the family never inherits: what it would inherit may change unseen.
    if ((inherits && first) || !logger.getEffectiveLevel().isGreaterOrEqual(Level.INFO)) {
      logger.setLevel(
          logger.getEffectiveLevel().isGreaterOrEqual(Level.INFO)
              ? logger.getEffectiveLevel()
              : Level.INFO);
    }
  }
}
