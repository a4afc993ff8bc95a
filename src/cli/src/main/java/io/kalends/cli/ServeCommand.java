package io.kalends.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.kalends.host.Host;
import io.kalends.host.HostConfig;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The service. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the service: takes webhooks, and carries every enrollment to a working account, until"
          + " Ctrl-C or SIGTERM.",
      "What was taken in is carried on after any end, also a sudden one. Several may share one"
          + " PostgreSQL."
    })
final class ServeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The configuration, YAML; src/docs/kalends.sample.yaml has every setting.")
  private Path config = Path.of("");

  @Override
  public Integer call() throws InterruptedException {
    if (LoggerFactory.getLogger("io.kalends") instanceof Logger steps) {
      // A service: what it did is read afterwards.
      steps.setLevel(Level.INFO);
    }
    try (Host host = Host.start(HostConfig.read(config), Clock.systemUTC(), new SecureRandom())) {
      Runtime.getRuntime().addShutdownHook(new Thread(host::close, "kalends-end"));
      Screen screen = new Screen(spec.commandLine().getOut());
      screen.line("Kalends listens on " + host.baseUrl() + "; end it with Ctrl-C or SIGTERM.");
      host.webhooks().forEach(url -> screen.line("  webhook  " + url));
      screen.line(
          "Backup: the database and, apart from it, the master keys; both are in " + config);
      new CountDownLatch(1).await();
    }
    return ExitCode.OK.number();
  }
}
