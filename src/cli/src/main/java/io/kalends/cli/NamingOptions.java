package io.kalends.cli;

import io.kalends.profile.ProfileBuilder;
import io.kalends.profile.ProfileNaming;
import io.kalends.profile.ProfileTemplates;
import io.kalends.signing.PemCertificates;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** In whose name profiles are made, and from which templates. */
final class NamingOptions {

  @Option(
      names = "--prefix",
      paramLabel = "REVERSE-DNS",
      defaultValue = ProfileNaming.DEFAULT_PREFIX,
      description = "Prefix of profile identifiers; keep it for good (default: ${DEFAULT-VALUE}).")
  private String prefix = ProfileNaming.DEFAULT_PREFIX;

  @Option(
      names = "--tenant",
      defaultValue = "default",
      description = "Part of profile identifiers; keep it for good (default: ${DEFAULT-VALUE}).")
  private String tenant = "default";

  @Option(names = "--organization", paramLabel = "NAME", description = "Shown to employees.")
  private @Nullable String organization;

  @Option(
      names = "--root-ca",
      paramLabel = "PEM",
      description = "The private CA behind the calendar server; profiles then bring it along.")
  private @Nullable Path rootCa;

  ProfileBuilder builder(ProfileTemplates templates) {
    ProfileNaming naming = ProfileNaming.of(prefix, tenant);
    ProfileBuilder builder =
        new ProfileBuilder(
            templates, organization == null ? naming : naming.withOrganization(organization));
    return rootCa == null ? builder : builder.trusting(only(rootCa));
  }

  String tenant() {
    return tenant;
  }

  private static X509Certificate only(Path file) {
    List<X509Certificate> certificates = PemCertificates.read(file);
    if (certificates.size() != 1) {
      throw new InvalidInput(
          "--root-ca: " + file + " must hold exactly one certificate, the root's");
    }
    return certificates.get(0);
  }
}
