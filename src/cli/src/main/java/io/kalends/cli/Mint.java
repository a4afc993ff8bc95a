package io.kalends.cli;

import io.kalends.Kalends;
import io.kalends.account.CredentialSource;
import io.kalends.consent.TokenFile;
import io.kalends.consent.UserTokens;
import io.kalends.davx5.Davx5Plan;
import io.kalends.enrollment.Device;
import io.kalends.failure.Failure;
import io.kalends.ledger.Entry;
import io.kalends.ledger.State;
import io.kalends.mdm.MdmProvider;
import io.kalends.signing.ProfileSigner;
import io.kalends.signing.SigningIdentity;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One credential for one device, by hand. */
@Command(
    name = "mint",
    mixinStandardHelpOptions = true,
    description = {
      "Mints one credential from the calendar service and writes the signed profile (Apple) or the"
          + " DAVx5 settings (Android) for one device into a folder.",
      "Every run makes a new credential: Feishu has no call to take one back, the owner can delete"
          + " it in the app, by the label printed here."
    })
final class Mint implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--source",
      defaultValue = "feishu",
      description = "Type of the credential source (default: ${DEFAULT-VALUE}).")
  private String source = "feishu";

  @Option(
      names = "--open-api",
      paramLabel = "URL",
      description =
          "Base URL of the service: https://open.feishu.cn (default), https://open.larksuite.com,"
              + " or a server of the same contract.")
  private @Nullable String openApi;

  @Option(
      names = "--source-setting",
      paramLabel = "KEY=VALUE",
      description = "Another setting of the source; repeatable.")
  private Map<String, String> settings = Map.of();

  @Option(
      names = "--token-file",
      required = true,
      paramLabel = "FILE",
      description = "The owner's user access token, bare or as a line 'owner token'.")
  private Path tokenFile = Path.of("");

  @Option(
      names = "--generation",
      defaultValue = "1",
      description =
          "Counts the credentials of this device; count up when you mint again (default:"
              + " ${DEFAULT-VALUE}).")
  private int generation;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where to write; the files hold the password.")
  private Path out = Path.of("");

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private DeviceOptions device = new DeviceOptions();
  @Mixin private SigningOptions signing = new SigningOptions();
  @Mixin private TemplateOptions templates = new TemplateOptions();
  @Mixin private NamingOptions naming = new NamingOptions();
  @Mixin private Davx5Options davx5 = new Davx5Options();
  @Mixin private ExposureOptions exposure = new ExposureOptions();

  @Override
  public Integer call() {
    Clock clock = Clock.systemUTC();
    UserTokens tokens = TokenFile.ofOwner(tokenFile, device.owner());
    Map<String, String> all = new LinkedHashMap<>(settings);
    if (openApi != null) {
      all.put("openApi", openApi);
    }
    try (CredentialSource minting = Adapters.source(source, all, tokens, clock);
        MdmProvider folder = Adapters.provider("folder", Map.of("path", out.toString()), clock)) {
      return provision(minting, folder, clock);
    }
  }

  private int provision(CredentialSource minting, MdmProvider folder, Clock clock) {
    Device enrolled = device.device();
    AtomicReference<Entry> last = new AtomicReference<>();
    Kalends.Builder road =
        Kalends.between(minting, folder)
            .named(naming.tenant(), "folder")
            .owners(asked -> device.asFinding())
            .saving(last::set)
            .allowing(exposure.classes());
    List<X509Certificate> anchors = List.of();
    if (enrolled.platform().readsProfiles()) {
      SigningIdentity identity = signing.identity(clock);
      List<X509Certificate> chain = identity.chain();
      anchors = chain.subList(chain.size() - 1, chain.size());
      road.signedProfiles(naming.builder(templates.apple()), new ProfileSigner(identity, clock));
    } else {
      road.davx5(davx5.builder(templates.android(), Davx5Plan.foreignPassword()));
    }
    Entry sent = provision(road.build(), enrolled, last);
    Delivery delivery = Delivery.readBack(sent, out, anchors, clock);
    report(delivery);
    return (delivery.good() ? ExitCode.OK : ExitCode.CHECK_FAILED).number();
  }

  /** What was minted and not delivered is told by its label, or nobody could ever delete it. */
  private Entry provision(Kalends road, Device enrolled, AtomicReference<Entry> last) {
    try {
      return road.provision(enrolled, generation);
    } catch (Failure e) {
      Optional.ofNullable(last.get())
          .filter(entry -> entry.state() == State.MINTED)
          .flatMap(Entry::label)
          .ifPresent(
              label ->
                  new Screen(spec.commandLine().getErr())
                      .line(
                          "A credential was minted and not delivered; its owner can delete it in"
                              + " the calendar service under: "
                              + label));
      throw e;
    }
  }

  private void report(Delivery delivery) {
    Screen screen = new Screen(spec.commandLine().getOut());
    if (json) {
      screen.json(delivery.asJson());
      return;
    }
    Entry entry = delivery.entry();
    screen.line("Minted for " + entry.target().orElseThrow().owner().address() + ":");
    screen.line("  label     " + entry.label().orElseThrow() + "   (find and delete it by this)");
    screen.line("  account   " + delivery.userName() + " at " + delivery.host());
    screen.line("  file      " + delivery.file());
    Findings.print(screen, delivery.findings());
    screen.line("Upload the file to the MDM for this one device, then delete it here.");
  }
}
