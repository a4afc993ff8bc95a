package io.kalends.issuer;

import io.kalends.issuer.token.AppTickets;
import io.kalends.issuer.token.Grants;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be done now and then: new tickets for store apps, and expired grants forgotten.
 * Several nodes may do it at once: each piece is done by one of them.
 */
final class Housekeeping implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final long MINUTES = 5;
  private static final int MAX_ROUNDS = 20;

  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "issuer-housekeeping");
            thread.setDaemon(true);
            return thread;
          });
  private final AppTickets tickets;
  private final Grants grants;

  private Housekeeping(AppTickets tickets, Grants grants) {
    this.tickets = tickets;
    this.grants = grants;
  }

  /** Begins at once: a store app can do nothing before its first ticket. */
  @SuppressWarnings("FutureReturnValueIgnored") // It never completes: a failing round says so.
  static Housekeeping start(AppTickets tickets, Grants grants) {
    Housekeeping housekeeping = new Housekeeping(tickets, grants);
    housekeeping.worker.scheduleWithFixedDelay(housekeeping::round, 0, MINUTES, TimeUnit.MINUTES);
    return housekeeping;
  }

  /** One round, which leaves what is too much for it to the next. */
  void round() {
    try {
      tickets.pushDue();
      int rounds = 0;
      while (grants.prune() > 0 && ++rounds < MAX_ROUNDS) {
        LOG.debug("forgot expired grants, round {}", rounds);
      }
    } catch (RuntimeException e) {
      // Thrown on, it would be the last round.
      LOG.error("housekeeping failed; tried again in {} minutes", MINUTES, e);
    }
  }

  /** Waits for what is under way, a few seconds at most. */
  @Override
  public void close() {
    worker.shutdownNow();
    try {
      if (!worker.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("housekeeping does not end; going on without it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
