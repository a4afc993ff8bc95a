package io.kalends.testkit.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs a program nobody here wrote. One that cannot be started fails the test. */
public final class Program {

  private static final long MINUTES = 10;

  /**
   * How it ended, and all it printed.
   *
   * @param exit its code
   * @param out standard output
   * @param err standard error
   */
  public record Result(int exit, String out, String err) {

    /**
     * Fails unless it ended well.
     *
     * @return this
     * @throws AssertionError with all it printed, when it did not exit with 0
     */
    public Result succeeded() {
      if (exit != 0) {
        throw new AssertionError("exit " + exit + "\n" + out + "\n" + err);
      }
      return this;
    }
  }

  private Program() {}

  /**
   * The folder this build was started in.
   *
   * @return of the whole project; from the system property {@code kalends.root}
   */
  public static Path root() {
    return Path.of(System.getProperty("kalends.root"));
  }

  /**
   * Runs a program that is given no input.
   *
   * @param folder where it runs
   * @param command program and arguments
   * @return how it ended
   * @throws UncheckedIOException when it cannot be run
   * @throws AssertionError when it does not end within ten minutes
   */
  public static Result run(Path folder, List<String> command) {
    return run(folder, command, "");
  }

  /**
   * Runs a program.
   *
   * @param folder where it runs
   * @param command program and arguments
   * @param input to its standard input
   * @return how it ended
   * @throws UncheckedIOException when it cannot be run
   * @throws AssertionError when it does not end within ten minutes
   */
  public static Result run(Path folder, List<String> command, String input) {
    try {
      Process process = new ProcessBuilder(command).directory(folder.toFile()).start();
      CompletableFuture<String> out = drain(process.getInputStream());
      CompletableFuture<String> err = drain(process.getErrorStream());
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError(command + " did not end within " + MINUTES + " minutes");
      }
      return new Result(process.exitValue(), out.join(), err.join());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while running " + command, e);
    }
  }

  private static CompletableFuture<String> drain(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
