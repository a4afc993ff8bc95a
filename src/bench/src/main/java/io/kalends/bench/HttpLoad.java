package io.kalends.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * Sends ready-made requests over connections that stay open, one at a time on each, from one
 * thread. Shares the machine with the server, so it does as little as possible: no parser, no
 * objects per request.
 */
public final class HttpLoad implements AutoCloseable {

  private final Selector selector;
  private final List<LoadedConnection> connections = new ArrayList<>();
  private final Supplier<byte[]> requests;
  private final int expectedStatus;

  /**
   * Connects.
   *
   * @param server where to
   * @param count of connections
   * @param requests whole requests, called for each
   * @param expectedStatus other answers count as refused
   * @throws IOException when a connection is refused
   */
  public HttpLoad(SocketAddress server, int count, Supplier<byte[]> requests, int expectedStatus)
      throws IOException {
    this.selector = Selector.open();
    this.requests = requests;
    this.expectedStatus = expectedStatus;
    for (int i = 0; i < count; i++) {
      LoadedConnection connection = new LoadedConnection(server);
      connection.channel().setOption(StandardSocketOptions.TCP_NODELAY, true);
      connection.channel().configureBlocking(false);
      connection.channel().register(selector, SelectionKey.OP_READ, connection);
      connections.add(connection);
    }
  }

  /** Every connection sends its next request as soon as it has its answer. */
  Latencies closedLoop(Duration length) throws IOException {
    Latencies latencies = new Latencies();
    long end = System.nanoTime() + length.toNanos();
    for (LoadedConnection connection : connections) {
      connection.send(requests.get(), System.nanoTime());
    }
    int running = connections.size();
    while (running > 0) {
      for (LoadedConnection connection : answered(latencies, 1000)) {
        long now = System.nanoTime();
        if (now < end) {
          connection.send(requests.get(), now);
        } else {
          running--;
        }
      }
    }
    return latencies;
  }

  /**
   * Requests are due at fixed times whether earlier ones were answered or not. What is late because
   * the server, or this generator, was busy counts from when it was due: nothing is left out.
   *
   * @param perSecond so many are due each second
   * @param length for how long
   * @return of all that were due
   * @throws IOException when a connection breaks
   */
  public Latencies openLoop(int perSecond, Duration length) throws IOException {
    Latencies latencies = new Latencies();
    Deque<LoadedConnection> idle = new ArrayDeque<>(connections);
    long total = perSecond * length.toMillis() / 1000;
    long step = 1_000_000_000L / perSecond;
    long start = System.nanoTime();
    long sent = 0;
    while (sent < total || idle.size() < connections.size()) {
      while (sent < total && !idle.isEmpty() && System.nanoTime() - start >= sent * step) {
        idle.pop().send(requests.get(), start + sent * step);
        sent++;
      }
      boolean overdue = System.nanoTime() - start >= sent * step;
      boolean waits = sent == total || (overdue && idle.isEmpty());
      idle.addAll(answered(latencies, waits ? 1000 : 1));
    }
    return latencies;
  }

  /** Connections whose answer has come, timed. */
  private List<LoadedConnection> answered(Latencies latencies, int patienceMillis)
      throws IOException {
    List<LoadedConnection> ready = new ArrayList<>();
    selector.select(
        key -> {
          LoadedConnection connection = (LoadedConnection) key.attachment();
          try {
            if (connection.receive()) {
              if (connection.status() == expectedStatus) {
                latencies.add(System.nanoTime() - connection.due());
              } else {
                latencies.addRefused();
              }
              ready.add(connection);
            }
          } catch (EOFException e) {
            throw new IllegalStateException("the server closed a connection", e);
          } catch (IOException e) {
            throw new IllegalStateException("a connection broke", e);
          }
        },
        patienceMillis);
    return ready;
  }

  @Override
  public void close() throws IOException {
    for (LoadedConnection connection : connections) {
      connection.channel().close();
    }
    selector.close();
  }
}
