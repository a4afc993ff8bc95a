package io.kalends.issuer.access;

import io.kalends.issuer.credential.Credential;
import io.kalends.issuer.credential.Credentials;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes when credentials were used, and writes that down behind the requests: once a second, in one
 * transaction, a last use only when the one on record is older than a minute. A crash loses the
 * uses of the last second; a device that goes on using its credential is on record again a moment
 * later. A write that fails is tried again with the next. Safe for use by several threads.
 */
public final class Uses implements AutoCloseable {

  /** How old a last use on record may be. */
  static final Duration PRECISION = Duration.ofMinutes(1);

  /** Credentials waiting to be written; beyond that a use is not noted, and that is logged. */
  static final int MAX_WAITING = 100_000;

  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(Uses.class);

  private final Credentials credentials;
  private final Clock clock;
  private final Map<Long, Credential.Uses> waiting = new ConcurrentHashMap<>();
  private final AtomicLong dropped = new AtomicLong();
  private final ScheduledExecutorService writer;
  private boolean failing;

  private Uses(Credentials credentials, Clock clock) {
    this.credentials = credentials;
    this.clock = clock;
    this.writer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "issuer-uses");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Notes uses, and writes only when told.
   *
   * @param credentials where to write
   * @param clock for times of use
   * @return to be flushed by hand
   */
  public static Uses steppedByHand(Credentials credentials, Clock clock) {
    return new Uses(credentials, clock);
  }

  /**
   * Notes uses, and writes once a second.
   *
   * @param credentials where to write
   * @param clock for times of use
   * @return to be closed before the database
   */
  @SuppressWarnings(
      "FutureReturnValueIgnored") // It never completes: a failing flush says so itself.
  public static Uses start(Credentials credentials, Clock clock) {
    Uses uses = new Uses(credentials, clock);
    uses.writer.scheduleWithFixedDelay(
        uses::flush, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    return uses;
  }

  /**
   * Notes that a credential was used just now.
   *
   * @param credential as read for this use
   */
  public void note(Credential credential) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Optional<Credential.Uses> onRecord = credential.uses();
    if (onRecord.isPresent() && onRecord.get().last().plus(PRECISION).isAfter(now)) {
      return;
    }
    if (waiting.size() >= MAX_WAITING && !waiting.containsKey(credential.id())) {
      dropped.incrementAndGet();
      return;
    }
    waiting.merge(credential.id(), new Credential.Uses(now, now), Uses::merged);
  }

  /**
   * Writes what was noted since the last time.
   *
   * @return whether all of it is on record now; if not, it is tried again with the next call
   */
  public synchronized boolean flush() {
    long lost = dropped.getAndSet(0);
    if (lost > 0) {
      LOG.warn("more than {} uses waited to be written: {} were not noted", MAX_WAITING, lost);
    }
    // In order, so that two nodes never wait for each other.
    Map<Long, Credential.Uses> batch = new TreeMap<>(waiting);
    try {
      if (!batch.isEmpty()) {
        credentials.recordUses(batch);
      }
    } catch (RuntimeException e) {
      if (!failing) {
        LOG.error("uses of {} credentials cannot be written; trying again", batch.size(), e);
      }
      failing = true;
      return false;
    }
    // Noted again meanwhile: that use is written with the next.
    batch.forEach(waiting::remove);
    if (failing) {
      LOG.info("uses are written again, of {} credentials", batch.size());
    }
    failing = false;
    return true;
  }

  /** Stops, and writes what is left. Closing again does nothing more than {@link #flush()}. */
  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(PERIOD.toSeconds() * 30, TimeUnit.SECONDS)) {
        LOG.warn("the last write of uses takes long");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!flush()) {
      LOG.error("uses of {} credentials are lost: the database refused to the end", waiting.size());
    }
  }

  private static Credential.Uses merged(Credential.Uses noted, Credential.Uses now) {
    return new Credential.Uses(
        noted.first().isBefore(now.first()) ? noted.first() : now.first(),
        noted.last().isAfter(now.last()) ? noted.last() : now.last());
  }
}
