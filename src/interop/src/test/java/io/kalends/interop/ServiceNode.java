package io.kalends.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The service in a process of its own, to be killed at any moment and started again. */
final class ServiceNode implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final Path config;
  private final int port;
  private final Path log;
  private Process process;

  ServiceNode(Path folder, Path config, int port) {
    this.folder = folder;
    this.config = config;
    this.port = port;
    this.log = folder.resolve("service-" + port + ".log");
    this.process = begin();
  }

  /** SIGKILL: nothing is closed, nothing is said. */
  void kill() {
    try {
      process.toHandle().destroyForcibly();
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void restart() {
    process = begin();
  }

  /** All it wrote since it was first started. */
  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it takes webhooks. */
  ServiceNode listening() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isListening()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new AssertionError("the service does not listen:\n" + output());
      }
      Thread.onSpinWait();
    }
    return this;
  }

  int port() {
    return port;
  }

  /** SIGTERM: it lets its steps end. */
  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private Process begin() {
    try {
      return new ProcessBuilder(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  "io.kalends.cli.Main",
                  "serve",
                  "--config",
                  config.toString()))
          .directory(folder.toFile())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
