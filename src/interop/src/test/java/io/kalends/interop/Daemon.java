package io.kalends.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server nobody here wrote, running until closed. One that does not listen fails the test. */
final class Daemon implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int POLL_MILLIS = 50;

  private final Process process;
  private final Path log;

  private Daemon(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a server that stays in the foreground.
   *
   * @param folder where it runs; its output is added to a file there
   * @param port it is up when it takes connections there
   */
  static Daemon start(Path folder, int port, List<String> command) {
    Path log = folder.resolve(Path.of(command.get(0)).getFileName() + ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      Daemon daemon = new Daemon(process, log);
      try {
        daemon.awaitListening(command, port);
        return daemon;
      } catch (Throwable e) {
        daemon.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + command + "; install it as .ci/run does", e);
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

  /** All it printed. */
  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void awaitListening(List<String> command, int port) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isListening(port)) {
      if (System.nanoTime() > deadline || endedWithin(POLL_MILLIS)) {
        throw new AssertionError(command + " does not listen on " + port + ":\n" + output());
      }
    }
  }

  private boolean endedWithin(int millis) {
    try {
      return process.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static boolean isListening(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), POLL_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
