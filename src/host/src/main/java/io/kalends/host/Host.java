package io.kalends.host;

import io.kalends.Worker;
import io.kalends.edge.Handler;
import io.kalends.edge.HttpServer;
import io.kalends.ledger.JdbcLedger;
import io.kalends.reconcile.Forgetting;
import io.kalends.reconcile.Reconciler;
import io.kalends.store.Database;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service: webhooks come in, facts are kept, the worker carries every enrollment to its end.
 * Several of them may share one PostgreSQL.
 */
public final class Host implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Host.class);

  private final Database database;
  private final Roads roads;
  private final Worker worker;
  private final Rounds rounds;
  private final HttpServer server;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Host(Database database, Roads roads, Worker worker, Rounds rounds, HttpServer server) {
    this.database = database;
    this.roads = roads;
    this.worker = worker;
    this.rounds = rounds;
    this.server = server;
  }

  /**
   * Opens the database, brings its schema up to date, starts to listen and to work. Nodes of one
   * PostgreSQL may start at the same moment.
   *
   * @param config how it runs
   * @param clock the time
   * @param random for labels, keys and waiting times
   * @return at work until closed
   * @throws io.kalends.store.DatabaseFailure when the database cannot be opened, or another process
   *     has the file
   * @throws java.io.UncheckedIOException when the address cannot be listened on
   * @throws IllegalArgumentException when a setting of an adapter cannot be used; it names the
   *     setting and the fix
   */
  public static Host start(HostConfig config, Clock clock, SecureRandom random) {
    Database database = config.database().open(JdbcLedger.class, clock);
    Roads roads = null;
    try {
      roads = Roads.of(config, clock, random);
      Host host = start(config, database, roads, clock, random);
      LOG.info("listens on {}, database {}", host.baseUrl(), database.where());
      return host;
    } catch (RuntimeException e) {
      if (roads != null) {
        roads.close();
      }
      database.close();
      throw e;
    }
  }

  private static Host start(
      HostConfig config, Database database, Roads roads, Clock clock, SecureRandom random) {
    JdbcLedger ledger = new JdbcLedger(database, roads);
    Worker worker = new Worker(ledger, roads.all(), clock, random, config.lease());
    String node = worker.node();
    Rounds rounds =
        new Rounds(
            new Reconciler(database, ledger, roads.reconciled(), node),
            new Forgetting(database, ledger, config.tenant(), node),
            worker);
    Handler door =
        FrontDoor.of(
            config.tenant(),
            roads.receivers(),
            (tenant, instance, events) -> {
              ledger.accept(tenant, instance, events);
              worker.wake();
            },
            clock,
            random);
    HttpServer server = HttpServer.start(config.host(), config.port(), door, FrontDoor.BOUNDS);
    worker.start();
    rounds.start();
    return new Host(database, roads, worker, rounds, server);
  }

  /**
   * Where it is reached.
   *
   * @return scheme, host and the real port, without a path
   */
  public URI baseUrl() {
    return server.baseUrl();
  }

  /**
   * Where MDMs send their webhooks.
   *
   * @return one URL for each configured instance that takes them
   */
  public List<URI> webhooks() {
    return roads.receivers().keySet().stream()
        .sorted()
        .map(instance -> baseUrl().resolve("/webhooks/" + instance))
        .toList();
  }

  /** Takes nothing more in, lets the steps that run end, and closes everything. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      server.close();
      rounds.close();
      worker.close();
      roads.close();
      database.close();
    }
  }
}
