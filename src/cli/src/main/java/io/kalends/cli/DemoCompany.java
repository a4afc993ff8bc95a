package io.kalends.cli;

import io.kalends.Kalends;
import io.kalends.account.CredentialSource;
import io.kalends.consent.TokenFile;
import io.kalends.davx5.Davx5Builder;
import io.kalends.davx5.Davx5Licence;
import io.kalends.davx5.Davx5Plan;
import io.kalends.davx5.Davx5Settings;
import io.kalends.davx5.Davx5Templates;
import io.kalends.delivery.Exposure;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import io.kalends.issuer.Issuer;
import io.kalends.issuer.IssuerConfig;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.User;
import io.kalends.issuer.secret.PepperSource;
import io.kalends.mdm.MdmProvider;
import io.kalends.profile.ProfileBuilder;
import io.kalends.profile.ProfileNaming;
import io.kalends.profile.ProfileTemplates;
import io.kalends.signing.KeyType;
import io.kalends.signing.PemCertificates;
import io.kalends.signing.ProfileSigner;
import io.kalends.signing.SigningAuthority;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A made-up company with two employees and three devices, a real issuer, a real signing authority
 * and the folder in place of an MDM. Everything but the people is the real thing.
 */
final class DemoCompany implements AutoCloseable {

  private static final String CALENDAR_HOST = "calendar.example.org";
  private static final String ALICE = "alice@example.org";
  private static final String BOB = "bob@example.org";
  private static final String COMMAND = System.getProperty("kalends.command", "kalends");
  private static final int TOKEN_CHARS = 40;
  private static final Duration VALIDITY = Duration.ofDays(365);

  private final Path out;
  private final Clock clock = Clock.systemUTC();
  private final SecureRandom random = new SecureRandom();
  private final SigningAuthority authority;
  private final Path state;
  private final Issuer issuer;

  private DemoCompany(Path out) {
    this.out = out;
    this.state = Output.folder(out.resolve(".issuer"));
    this.authority =
        SigningAuthority.create("Kalends demo CA", KeyType.RSA_2048, VALIDITY, clock, random);
    this.issuer = startIssuer();
  }

  static DemoCompany open(Path out) {
    DemoCompany company = new DemoCompany(out);
    PemCertificates.write(company.caFile(), List.of(company.authority.certificate()));
    return company;
  }

  List<Delivery> enrollAll() {
    try (CredentialSource source =
            Adapters.source(
                "feishu", Map.of("openApi", openApi().toString()), TokenFile.of(tokens()), clock);
        MdmProvider folder = Adapters.provider("folder", Map.of("path", out.toString()), clock)) {
      Kalends road = road(source, folder);
      List<Delivery> deliveries = new ArrayList<>();
      for (Device device : devices()) {
        deliveries.add(
            Delivery.readBack(
                road.provision(device), out, List.of(authority.certificate()), clock));
      }
      return deliveries;
    }
  }

  /** The proof that counts: the issuer takes what the device would send. */
  boolean logsIn(Delivery delivery) {
    return issuer.authenticate(delivery.userName(), delivery.password().reveal()).isPresent();
  }

  URI openApi() {
    return issuer.baseUrl();
  }

  Path caFile() {
    return out.resolve("ca.pem");
  }

  List<String> explain(List<Delivery> deliveries) {
    return List.of(
        "The passwords stand in these files in clear (mode 0600). That is a choice, made by name:",
        "exposure.allow: clear-in-profile, clear-in-mdm. The demo makes it because there is no real",
        "device to encrypt to; " + CALENDAR_HOST + " is a made-up calendar server.",
        "The DAVx5 licence is a labelled sample; a real Managed DAVx5 refuses it.",
        "",
        "What to do next:",
        "  " + COMMAND + " profile show " + deliveries.get(0).file(),
        "  " + COMMAND + " profile verify " + deliveries.get(0).file() + " --ca " + caFile(),
        "  " + COMMAND + " mint --help      one device by hand, against the real service",
        "  " + COMMAND + " signing --help   a signing key of your own");
  }

  /** A mint by hand against this issuer, ready to be copied. */
  List<String> explainMinting() {
    Path keys = out.resolve("keys");
    return List.of(
        "The issuer keeps running at " + openApi() + "; end it with Ctrl-C.",
        "To mint one more credential from it, in another terminal:",
        "  %s signing self-signed --out %s --name Example --new-password-file %s"
            .formatted(COMMAND, keys, keys.resolve("password")),
        "  %s mint --open-api %s --token-file %s --owner %s"
                .formatted(COMMAND, openApi(), tokens(), BOB)
            + " --platform ios --device-name iPad --exposure-allow clear-in-profile"
            + " --sign-with %s --sign-password-file %s --out %s"
                .formatted(keys.resolve("signing.p12"), keys.resolve("password"), out));
  }

  @Override
  public void close() {
    issuer.close();
  }

  private Kalends road(CredentialSource source, MdmProvider folder) {
    ProfileNaming naming = ProfileNaming.of("demo").withOrganization("Example Ltd");
    ProfileSigner signer =
        new ProfileSigner(
            authority.issue("Example Ltd device management", KeyType.RSA_2048, VALIDITY), clock);
    Davx5Settings android =
        Davx5Settings.defaults()
            .withLicence(Davx5Licence.sample())
            .withText("organization", "Example Ltd");
    return Kalends.between(source, folder)
        .named("demo", "folder")
        .signedProfiles(new ProfileBuilder(ProfileTemplates.builtIn(), naming), signer)
        .davx5(new Davx5Builder(Davx5Templates.builtIn(), android, Davx5Plan.foreignPassword()))
        .allowing(Set.of(Exposure.CLEAR_IN_PROFILE, Exposure.CLEAR_IN_MDM))
        .build();
  }

  /** The tokens are written once the issuer runs: another demo in this folder keeps its own. */
  private Issuer startIssuer() {
    String alice = token();
    String bob = token();
    Issuer started =
        Issuer.start(
            IssuerConfig.of(
                CALENDAR_HOST,
                state.resolve("issuer.db"),
                PepperSource.file(state.resolve("pepper")),
                Directory.of(
                    List.of(
                        User.of(ALICE, "Alice Example", alice), User.of(BOB, "Bob Example", bob)))),
            clock,
            random);
    String lines = ALICE + " " + alice + "\n" + BOB + " " + bob + "\n";
    Output.write(tokens(), lines.getBytes(StandardCharsets.US_ASCII));
    return started;
  }

  private String token() {
    return "u-" + RandomText.alphanumeric(TOKEN_CHARS, random);
  }

  private Path tokens() {
    return state.resolve("tokens");
  }

  /** A Mac takes the account on its user channel, so that is what enrolls. */
  private static List<Device> devices() {
    EnrollmentId mac = new EnrollmentId("4C2F7A10-3B52-4D0E-9E57-2A1B8C7D6E5F");
    return List.of(
        Device.enrolled(new EnrollmentId("00008110-001A2B3C4D5E6F70"), Platform.IOS)
            .name("Alice's iPhone")
            .model("iPhone 15")
            .ownerHint(ALICE)
            .build(),
        Device.enrolled(
                new EnrollmentId(mac + ":8E1D2C3B-4A59-4687-9F0E-1D2C3B4A5968"), Platform.MACOS)
            .userChannelOf(mac)
            .name("Alice's MacBook Air")
            .model("MacBook Air")
            .ownerHint(ALICE)
            .build(),
        Device.enrolled(new EnrollmentId("PIXEL-0042"), Platform.ANDROID)
            .name("Bob's Pixel")
            .model("Pixel 8")
            .ownerHint(BOB)
            .build());
  }
}
