package io.kalends.cli;

import io.kalends.secret.Secret;
import io.kalends.signing.KeyType;
import io.kalends.signing.PemCertificates;
import io.kalends.signing.SigningAuthority;
import io.kalends.signing.SigningIdentity;
import io.kalends.signing.SigningRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** From nothing to a usable signing key. */
@Command(
    name = "signing",
    mixinStandardHelpOptions = true,
    description = {
      "Makes, imports and shows the key that signs profiles.",
      "A profile that an MDM pushes shows no label such as 'Verified' to anybody, so a key of an"
          + " internal certificate authority is fine; a public one is needed only for profiles that"
          + " people download and install by hand."
    })
final class SigningCommand implements Runnable {

  private static final Clock CLOCK = Clock.systemUTC();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name one of self-signed, csr, import, show.");
  }

  @Command(
      name = "self-signed",
      mixinStandardHelpOptions = true,
      description = {
        "Makes an internal certificate authority and a signing key below it.",
        "Writes ca.pem (give it to whoever checks profiles), ca.p12 (lock it away) and"
            + " signing.p12 (for --sign-with)."
      })
  int selfSigned(
      @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to write.")
          Path out,
      @Option(
              names = "--name",
              required = true,
              description = "Who signs, for example: Example Ltd device management")
          String name,
      @Option(
              names = "--key-type",
              defaultValue = "RSA_2048",
              description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
          KeyType type,
      @Option(
              names = "--days",
              defaultValue = "825",
              description = "Validity of the signing certificate (default: ${DEFAULT-VALUE}).")
          int days,
      @ArgGroup(multiplicity = "1") NewPasswordOptions password) {
    Output.folder(out);
    Path ca = fresh(out.resolve("ca.pem"));
    Path caKey = fresh(out.resolve("ca.p12"));
    Path signing = fresh(out.resolve("signing.p12"));
    SecureRandom random = new SecureRandom();
    Duration validity = Duration.ofDays(days);
    SigningAuthority authority =
        SigningAuthority.create(name + " CA", type, validity.multipliedBy(4), CLOCK, random);
    SigningIdentity identity = authority.issue(name, type, validity);
    Secret secret = password.read();
    authority.writePkcs12(caKey, secret);
    identity.writePkcs12(signing, secret);
    PemCertificates.write(ca, List.of(authority.certificate()));
    screen().line("Wrote " + ca + ", " + caKey + " (lock it away) and " + signing + ".");
    describe(identity);
    return ExitCode.OK.number();
  }

  @Command(
      name = "csr",
      mixinStandardHelpOptions = true,
      description = "Makes a key and the request to take to a certificate authority.")
  int csr(
      @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to write.")
          Path out,
      @Option(names = "--name", required = true, description = "Who signs.") String name,
      @Option(
              names = "--key-type",
              defaultValue = "RSA_2048",
              description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
          KeyType type,
      @ArgGroup(multiplicity = "1") NewPasswordOptions password) {
    Output.folder(out);
    Path key = fresh(out.resolve("signing.key"));
    Path request = fresh(out.resolve("signing.csr"));
    SigningRequest made = SigningRequest.create(name, type, new SecureRandom());
    made.writeKey(key, password.read());
    made.write(request);
    screen().line("Wrote " + key + " and " + request + ".");
    screen().line("Send the .csr to your certificate authority; with its answer go on by:");
    screen().line("  kalends signing import --key " + key + " --certificate ANSWER.pem ...");
    return ExitCode.OK.number();
  }

  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description = "Joins a key and its certificates, in any order, into one PKCS#12 file.")
  int importKey(
      @Option(names = "--key", required = true, paramLabel = "PEM", description = "The key.")
          Path key,
      @Option(
              names = "--certificate",
              required = true,
              paramLabel = "PEM",
              description = "The certificate authority's answer and its own certificates.")
          List<Path> certificates,
      @Option(names = "--out", required = true, paramLabel = "FILE", description = "What to write.")
          Path out,
      @ArgGroup(multiplicity = "1") NewPasswordOptions password) {
    Path file = fresh(out);
    Secret secret = password.read();
    SigningIdentity identity = SigningIdentity.pem(key, secret, certificates, CLOCK);
    identity.writePkcs12(file, secret);
    screen().line("Wrote " + file + ".");
    describe(identity);
    return ExitCode.OK.number();
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows whose key it is, its chain, and what is wrong with it.")
  int show(@Mixin SigningOptions signing) {
    describe(signing.identity(CLOCK));
    return ExitCode.OK.number();
  }

  /** A key must not be replaced by mistake: what it signed could not be renewed. */
  private static Path fresh(Path file) {
    if (Files.exists(file)) {
      throw new InvalidInput(file + " exists; name another place, or move it away first");
    }
    return file;
  }

  private void describe(SigningIdentity identity) {
    identity
        .certificates()
        .forEach(
            c ->
                screen()
                    .line(
                        "  %s, issued by %s, until %s, %s, SHA-256 %s"
                            .formatted(
                                c.subject(), c.issuer(), c.notAfter(), c.algorithm(), c.sha256())));
    Findings.print(screen(), identity.warnings(CLOCK));
  }

  private Screen screen() {
    return new Screen(spec.commandLine().getOut());
  }
}
