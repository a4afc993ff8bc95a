package io.kalends.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A sign-in that runs beside the test, which plays the person. */
final class LoginRun {

  private static final long PATIENCE_SECONDS = 30;

  private final CompletableFuture<URI> page = new CompletableFuture<>();
  private final CompletableFuture<CommandRun> end;

  private LoginRun(List<String> command) {
    StringWriter out = new StringWriter();
    StringWriter err =
        new StringWriter() {
          @Override
          public void write(String text, int from, int length) {
            super.write(text, from, length);
            if (text.startsWith("http")) {
              page.complete(URI.create(text));
            }
          }
        };
    this.end =
        CompletableFuture.supplyAsync(() -> run(command, out, err), LoginRun::beside)
            .whenComplete(
                (run, thrown) -> page.completeExceptionally(new AssertionError("ended: " + err)));
  }

  /** A thread of its own: a sign-in that waits must not keep the next one from beginning. */
  private static void beside(Runnable task) {
    Thread thread = new Thread(task, "login");
    thread.setDaemon(true);
    thread.start();
  }

  private static CommandRun run(List<String> command, StringWriter out, StringWriter err) {
    int exit =
        Main.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
            .execute(command.toArray(String[]::new));
    return new CommandRun(exit, out.toString(), err.toString());
  }

  static LoginRun of(List<String> command, String... more) {
    return new LoginRun(Stream.concat(command.stream(), Arrays.stream(more)).toList());
  }

  /** The address the command shows. */
  URI page() {
    return page.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  CommandRun end() {
    return end.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }
}
