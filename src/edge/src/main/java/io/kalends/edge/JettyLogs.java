package io.kalends.edge;

import org.slf4j.ILoggerFactory;

/**
 * Keeps secrets out of logs. Below INFO, Jetty writes the bytes and the header fields of every
 * exchange into its log: tokens going in, passwords going out. Nothing in Jetty turns that off, so
 * its loggers are held at INFO, whatever the embedding program sets before or after.
 *
 * <p>With Logback they are pinned for as long as the server runs. Other back ends offer no hold;
 * with them the server refuses to start while Jetty's debug log is on.
 */
final class JettyLogs implements AutoCloseable {

  /** Everything below this name sees bytes or headers. */
  static final String NAME = "org.eclipse.jetty";

  private static final String LOGBACK = "ch.qos.logback.classic.LoggerContext";

  private final Runnable release;

  private JettyLogs(Runnable release) {
    this.release = release;
  }

  /**
   * Holds Jetty's loggers at INFO.
   *
   * @param backEnd what SLF4J writes to
   * @return released by closing
   * @throws IllegalStateException when they cannot be held and are below INFO
   */
  static JettyLogs hold(ILoggerFactory backEnd) {
    // By name: the embedding program need not have Logback at all.
    Runnable release =
        backEnd.getClass().getName().equals(LOGBACK) ? LogbackPin.on(backEnd, NAME) : () -> {};
    for (String sees : new String[] {"", ".http.HttpParser", ".io.ChannelEndPoint", ".server"}) {
      if (backEnd.getLogger(NAME + sees).isDebugEnabled()) {
        release.run();
        throw new IllegalStateException(
            "the log level of '"
                + NAME
                + sees
                + "' is below INFO, where Jetty writes tokens and passwords into the log; set it to"
                + " INFO and start again");
      }
    }
    return new JettyLogs(release);
  }

  @Override
  public void close() {
    release.run();
  }
}
