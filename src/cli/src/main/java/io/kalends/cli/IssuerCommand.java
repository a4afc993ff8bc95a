package io.kalends.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.kalends.issuer.Issuer;
import io.kalends.issuer.IssuerConfig;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The issuer on its own. */
@Command(
    name = "issuer",
    mixinStandardHelpOptions = true,
    description = {
      "Serves generate_caldav_conf for calendars that a company hosts itself, until Ctrl-C or"
          + " SIGTERM: kalends issuer --config FILE",
      "New here? Run: kalends issuer init DIR",
      "The other commands administer an issuer that runs."
    },
    subcommands = {IssuerInit.class, IssuerUsers.class, IssuerApps.class, IssuerCredentials.class})
final class IssuerCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration, YAML; src/docs/issuer.sample.yaml has every setting.")
  private @Nullable Path config;

  @Option(
      names = "--leavers",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "So many people may leave because the configuration no longer names them; without it five,"
              + " or one in fifty.")
  private int leavers;

  @Override
  public Integer call() throws InterruptedException {
    if (config == null) {
      throw new ParameterException(
          spec.commandLine(), "Name --config FILE, or one of init, users, apps, credentials.");
    }
    if (LoggerFactory.getLogger("io.kalends") instanceof Logger steps) {
      // A service: what it did is read afterwards.
      steps.setLevel(Level.INFO);
    }
    IssuerConfig read = IssuerConfig.read(config).lettingLeave(leavers);
    try (Issuer issuer = Issuer.start(read, Clock.systemUTC(), new SecureRandom())) {
      Runtime.getRuntime().addShutdownHook(new Thread(issuer::close, "kalends-issuer-end"));
      tell(issuer, config);
      new CountDownLatch(1).await();
    }
    return ExitCode.OK.number();
  }

  private void tell(Issuer issuer, Path file) {
    Screen screen = new Screen(spec.commandLine().getOut());
    screen.line("The issuer listens on " + issuer.baseUrl() + "; end it with Ctrl-C or SIGTERM.");
    screen.line("Clients need nothing but this as their base URL in place of Feishu's.");
    screen.line("Backup: the database and, apart from it, the pepper file; both are in " + file);
    screen.line("Next: kalends issuer users import FILE.csv --url " + issuer.baseUrl());
  }
}
