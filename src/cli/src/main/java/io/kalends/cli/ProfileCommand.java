package io.kalends.cli;

import io.kalends.profile.Profile;
import io.kalends.profile.ProfileReader;
import io.kalends.profile.ProfileText;
import io.kalends.signing.PemCertificates;
import io.kalends.signing.ProfileSigner;
import io.kalends.signing.SigningIdentity;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.LinkedHashMap;
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

/** Apple profiles, offline. */
@Command(
    name = "profile",
    mixinStandardHelpOptions = true,
    description = "Builds, signs, checks and shows Apple configuration profiles, offline.")
final class ProfileCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name one of build, sign, verify, show.");
  }

  @Command(
      name = "build",
      mixinStandardHelpOptions = true,
      description = {
        "Builds an unsigned profile from an account given by hand.",
        "The password stands in it in clear; that has to be allowed by name."
      })
  int build(
      @Mixin DeviceOptions device,
      @Mixin AccountOptions account,
      @Mixin TemplateOptions templates,
      @Mixin NamingOptions naming,
      @Mixin ExposureOptions exposure,
      @Option(
              names = "--generation",
              defaultValue = "1",
              description = "Counts this enrollment's credentials (default: ${DEFAULT-VALUE}).")
          int generation,
      @Option(names = "--out", required = true, paramLabel = "FILE", description = "What to write.")
          Path out) {
    exposure.requireClearInProfile();
    Profile profile =
        naming
            .builder(templates.apple())
            .build(device.device(), device.owner(), account.account(), generation);
    Output.write(out, profile.unsigned().bytes());
    screen()
        .line(
            "Wrote %s: identifier %s, content %s."
                .formatted(out, profile.identity().identifier(), profile.contentHash()));
    screen().line("It is not signed yet: kalends profile sign " + out + " --sign-with ...");
    return ExitCode.OK.number();
  }

  @Command(
      name = "sign",
      mixinStandardHelpOptions = true,
      description = {
        "Signs a profile: CMS with the profile attached, strict DER, whole chain.",
        "A profile that breaks Apple's rules is refused."
      })
  int sign(
      @Parameters(paramLabel = "FILE", description = "An unsigned profile.") Path file,
      @Mixin SigningOptions signing,
      @Option(names = "--out", required = true, paramLabel = "FILE", description = "What to write.")
          Path out) {
    Clock clock = Clock.systemUTC();
    ProfileFile profile = ProfileFile.read(file, List.of(), clock);
    if (profile.signed()) {
      throw new InvalidInput(file + " is signed already; sign the profile it was made from");
    }
    if (!profile.good()) {
      Findings.print(screen(), profile.findings());
      throw new InvalidInput(file + " breaks Apple's rules, see above; nothing was written");
    }
    SigningIdentity identity = signing.identity(clock);
    Findings.print(screen(), identity.warnings(clock));
    Output.write(out, new ProfileSigner(identity, clock).sign(profile.content().orElseThrow()));
    screen().line("Wrote " + out + ", signed by " + identity.certificates().get(0).subject() + ".");
    return ExitCode.OK.number();
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = {
        "Checks signature, chain, expiry, DER and every deviation from Apple's key table.",
        "Exit code 4 when something is wrong."
      })
  int verify(
      @Parameters(paramLabel = "FILE", description = "A profile, signed or not.") Path file,
      @Option(
              names = "--ca",
              paramLabel = "PEM",
              description = "Certificates to trust; without them nobody vouches for the chain.")
          @Nullable Path ca,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    ProfileFile profile = ProfileFile.read(file, anchors(ca), Clock.systemUTC());
    if (json) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("file", file.toString());
      result.put("good", profile.good());
      result.put("signed", profile.signed());
      result.put("findings", Findings.asJson(profile.findings()));
      screen().json(result);
    } else {
      Findings.print(screen(), profile.findings());
      screen().line(file + (profile.good() ? ": good." : ": must not be used like this."));
    }
    return (profile.good() ? ExitCode.OK : ExitCode.CHECK_FAILED).number();
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Prints a profile decoded, its password masked.")
  int show(@Parameters(paramLabel = "FILE", description = "A profile, signed or not.") Path file) {
    ProfileFile profile = ProfileFile.read(file, List.of(), Clock.systemUTC());
    if (profile.content().isEmpty()) {
      Findings.print(screen(), profile.findings());
      return ExitCode.CHECK_FAILED.number();
    }
    profile
        .certificates()
        .forEach(
            c ->
                screen()
                    .line(
                        "certificate  %s, issued by %s, until %s, %s"
                            .formatted(c.subject(), c.issuer(), c.notAfter(), c.algorithm())));
    screen().block(ProfileText.of(ProfileReader.read(profile.content().orElseThrow())));
    return ExitCode.OK.number();
  }

  private static List<X509Certificate> anchors(@Nullable Path ca) {
    return ca == null ? List.of() : PemCertificates.read(ca);
  }

  private Screen screen() {
    return new Screen(spec.commandLine().getOut());
  }
}
