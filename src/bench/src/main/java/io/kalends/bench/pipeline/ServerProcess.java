package io.kalends.bench.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The command line's {@code serve} or {@code issuer} in a process of its own. */
final class ServerProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final int LAST_WORDS = 4_000;

  private final Process process;
  private final int port;
  private final Path log;

  private ServerProcess(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  /**
   * Starts it and waits until it listens.
   *
   * @param name of the log, which is made in the folder of the configuration
   * @param config as the command takes it
   * @param port the one in the configuration
   * @param javaOptions such as the size of the heap
   * @param command of the command line, before {@code --config}
   */
  static ServerProcess start(
      String name, Path config, int port, List<String> javaOptions, String command) {
    Path folder = config.resolveSibling("");
    Path log = folder.resolve(name + ".log");
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(javaOptions);
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.kalends.cli.Main"));
    line.addAll(List.of(command, "--config", config.toString()));
    try {
      Process process =
          new ProcessBuilder(line)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      // Also when the benchmark is broken off.
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      ServerProcess server = new ServerProcess(process, port, log);
      server.awaitListening();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A port nobody listens on now. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  /** All it wrote. */
  Path log() {
    return log;
  }

  void requireAlive() {
    if (!process.isAlive()) {
      throw new IllegalStateException("a server ended by itself:\n" + lastWords());
    }
  }

  /** The end of what it wrote. */
  String lastWords() {
    try {
      String all = Files.readString(log);
      return all.substring(Math.max(0, all.length() - LAST_WORDS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGTERM: it lets what runs end. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("a server does not end:\n" + lastWords());
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void awaitListening() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isListening()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new IllegalStateException("a server does not listen:\n" + lastWords());
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private boolean isListening() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
