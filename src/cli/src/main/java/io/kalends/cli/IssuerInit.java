package io.kalends.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** From nothing to a configuration that runs. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a configuration with every setting explained, an admin token and an app secret.",
      "What is there already is left alone."
    })
final class IssuerInit implements Callable<Integer> {

  private static final String SAMPLE = "issuer.sample.yaml";
  private static final String SAMPLE_HOST = "caldav.example.com";
  private static final int SECRET_CHARS = 43;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DIR", description = "Where to write; made when it is missing.")
  private Path folder = Path.of("");

  @Option(
      names = "--server-address",
      paramLabel = "HOST[:PORT]",
      defaultValue = SAMPLE_HOST,
      description = "What devices are told to connect to (default: ${DEFAULT-VALUE}).")
  private String serverAddress = SAMPLE_HOST;

  @Override
  public Integer call() {
    Path config = folder.resolve("issuer.yaml");
    Path adminToken = folder.resolve("admin.token");
    Path appSecret = folder.resolve("app.secret");
    for (Path file : List.of(config, adminToken, appSecret)) {
      if (Files.exists(file)) {
        throw new InvalidInput(file + " exists; name another folder, or move it away first");
      }
    }
    if (!serverAddress.matches("[A-Za-z0-9.:\\[\\]-]+")) {
      throw new InvalidInput("--server-address: must be a bare host, perhaps with a port");
    }
    Output.folder(folder.resolve("data"));
    SecureRandom random = new SecureRandom();
    Output.write(adminToken, secret(random));
    Output.write(appSecret, secret(random));
    Output.write(
        config,
        sample()
            .replace("serverAddress: " + SAMPLE_HOST, "serverAddress: \"" + serverAddress + "\"")
            .getBytes(UTF_8));
    Screen screen = new Screen(spec.commandLine().getOut());
    screen.line("Wrote " + config + ", " + adminToken + " and " + appSecret + " (mode 0600).");
    screen.line("Next:");
    screen.line("  1. look through " + config + ": serverAddress, apps, users");
    screen.line("  2. kalends issuer --config " + config);
    screen.line("  3. kalends issuer users list --admin-token-file " + adminToken);
    return ExitCode.OK.number();
  }

  private static byte[] secret(SecureRandom random) {
    return (RandomText.alphanumeric(SECRET_CHARS, random) + "\n").getBytes(UTF_8);
  }

  private static String sample() {
    try (InputStream in =
        Objects.requireNonNull(IssuerInit.class.getResourceAsStream(SAMPLE), SAMPLE)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
