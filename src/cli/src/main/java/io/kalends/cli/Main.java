package io.kalends.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.kalends.failure.Failure;
import io.kalends.issuer.roster.TooManyLeavers;
import io.kalends.signing.UnusableSigningKey;
import io.kalends.store.DatabaseFailure;
import io.kalends.store.token.TokenFailure;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program. */
@Command(
    name = "kalends",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Gives every device that enrolls in an MDM its own working CalDAV account.",
      "",
      "New here? Run: kalends demo"
    },
    exitCodeListHeading = "%nExit codes:%n",
    subcommands = {
      Demo.class,
      Login.class,
      Mint.class,
      ProfileCommand.class,
      SigningCommand.class,
      Davx5Command.class,
      ServeCommand.class,
      LedgerCommand.class,
      EnrollmentsCommand.class,
      KeysCommand.class,
      IssuerCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Main implements Runnable {

  @Spec private CommandSpec spec;

  /** Made by picocli. */
  Main() {
    this.spec = CommandSpec.create();
  }

  /**
   * Starts the program and ends the process with a documented exit code.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(commandLine(out, err).execute(args));
  }

  /** The program without a process around it. */
  static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    CommandLine line = new CommandLine(new Main());
    line.setOut(out);
    line.setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExitCodeExceptionMapper(Main::exitCode);
    line.setExecutionExceptionHandler(Main::explain);
    line.getCommandSpec()
        .usageMessage()
        .exitCodeList(
            Arrays.stream(ExitCode.values())
                .collect(
                    Collectors.toMap(
                        code -> String.valueOf(code.number()),
                        ExitCode::meaning,
                        (a, b) -> a,
                        LinkedHashMap::new)));
    return line;
  }

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Log every step to standard error; never a secret.")
  void verbose(boolean asked) {
    if (asked
        && LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      root.setLevel(Level.INFO);
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }

  private static int exitCode(Throwable thrown) {
    if (thrown instanceof Failure failure) {
      return ExitCode.of(failure).number();
    }
    if (thrown instanceof CommandFailure failure) {
      return failure.code().number();
    }
    if (thrown instanceof ParameterException) {
      return ExitCode.USAGE.number();
    }
    // Values that check themselves complain this way, in words made for the administrator.
    boolean badInput =
        thrown instanceof IllegalArgumentException
            || thrown instanceof InvalidInput
            || thrown instanceof UnusableSigningKey
            || thrown instanceof DatabaseFailure
            || thrown instanceof TokenFailure
            || thrown instanceof TooManyLeavers
            || thrown instanceof UncheckedIOException;
    return (badInput ? ExitCode.INVALID_INPUT : ExitCode.UNEXPECTED).number();
  }

  private static int explain(Exception thrown, CommandLine line, ParseResult parsed) {
    int code = exitCode(thrown);
    String text =
        code == ExitCode.UNEXPECTED.number()
            ? "unexpected " + thrown.getClass().getSimpleName() + ": " + thrown.getMessage()
            : thrown.getMessage();
    new Screen(line.getErr()).block("kalends: " + text);
    return code;
  }
}
