package io.kalends.cli;

import io.kalends.account.CalDavAccount;
import io.kalends.davx5.Davx5Builder;
import io.kalends.davx5.Davx5Json;
import io.kalends.davx5.Davx5Link;
import io.kalends.davx5.Davx5Plan;
import io.kalends.davx5.Davx5Settings;
import io.kalends.davx5.Davx5Validator;
import io.kalends.davx5.QrCode;
import io.kalends.finding.Finding;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** DAVx5 settings, offline. */
@Command(
    name = "davx5",
    mixinStandardHelpOptions = true,
    description =
        "Builds and checks DAVx5's managed configuration, makes davx5:// links and codes.")
final class Davx5Command implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name one of build, check, link.");
  }

  @Command(
      name = "build",
      mixinStandardHelpOptions = true,
      description = "Builds the managed configuration of Managed DAVx5, with the password inside.")
  int build(
      @Mixin AccountOptions account,
      @Mixin TemplateOptions templates,
      @Mixin Davx5Options options,
      @Mixin ExposureOptions exposure,
      @Option(names = "--out", required = true, paramLabel = "FILE", description = "What to write.")
          Path out) {
    exposure.requireClearInMdm();
    Davx5Builder builder = options.builder(templates.android(), Davx5Plan.foreignPassword());
    Findings.print(screen(), builder.warnings());
    Output.write(out, Davx5Json.write(builder.build(account.account())));
    screen().line("Wrote " + out + " (mode 0600: the password is inside).");
    return ExitCode.OK.number();
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Checks a managed configuration: every key, type and value, the licence, what must not"
            + " stand together.",
        "Exit code 4 when something is wrong."
      })
  int check(
      @Parameters(paramLabel = "FILE", description = "A JSON object of keys and values.") Path file,
      @Option(
              names = "--package",
              defaultValue = Davx5Settings.MANAGED_PACKAGE,
              description = "The app it is meant for (default: ${DEFAULT-VALUE}).")
          String packageName,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    List<Finding> findings =
        Davx5Validator.checkJson(ProfileFile.bytes(file), packageName, Davx5Plan.foreignPassword());
    boolean good = !Finding.anyError(findings);
    if (json) {
      screen()
          .json(
              Map.of(
                  "file", file.toString(),
                  "good", good,
                  "findings", Findings.asJson(findings)));
    } else {
      Findings.print(screen(), findings);
      screen().line(file + (good ? ": good." : ": must not be used like this."));
    }
    return (good ? ExitCode.OK : ExitCode.CHECK_FAILED).number();
  }

  @Command(
      name = "link",
      mixinStandardHelpOptions = true,
      description = {
        "Makes the davx5:// link for the standard app, and its QR code.",
        "Host and user name only; the user types the password. With --with-password the link goes"
            + " into a file of mode 0600, never onto the terminal."
      })
  int link(
      @Mixin AccountOptions account,
      @Option(names = "--svg", paramLabel = "FILE", description = "Write the QR code as SVG.")
          @Nullable Path svg,
      @Option(
              names = "--with-password",
              paramLabel = "FILE",
              description = "Write a link that holds the password to this file.")
          @Nullable Path withPassword) {
    CalDavAccount given = account.account();
    if (withPassword != null) {
      String secretLink = Davx5Link.withPassword(given).reveal() + "\n";
      Output.write(withPassword, secretLink.getBytes(StandardCharsets.US_ASCII));
      screen().line("Wrote " + withPassword + " (mode 0600): whoever sees it can log in.");
    }
    Davx5Link open = Davx5Link.of(given);
    if (svg != null) {
      Output.write(svg, QrCode.svg(open).getBytes(StandardCharsets.UTF_8));
      screen().line("Wrote " + svg + ".");
    }
    screen().line(open.toString());
    screen().block(QrCode.text(open));
    return ExitCode.OK.number();
  }

  private Screen screen() {
    return new Screen(spec.commandLine().getOut());
  }
}
