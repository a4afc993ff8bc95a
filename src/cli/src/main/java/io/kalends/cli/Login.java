package io.kalends.cli;

import io.kalends.consent.AuthorizationRequest;
import io.kalends.consent.Grant;
import io.kalends.consent.TokenEndpoint;
import io.kalends.consent.TokenFile;
import io.kalends.enrollment.DeviceOwner;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One person's consent, by hand. */
@Command(
    name = "login",
    mixinStandardHelpOptions = true,
    description = {
      "Gets one person's user access token from the calendar service, with their consent, and"
          + " writes it where kalends mint --token-file reads it.",
      "The person signs in with a browser on this machine. The token lasts about two hours and"
          + " cannot be renewed: lasting consent (offline_access) is not asked for."
    })
final class Login implements Callable<Integer> {

  private static final String LASTING = "offline_access";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private AppOptions app = new AppOptions();

  @Option(
      names = "--scope",
      paramLabel = "NAME",
      defaultValue = "calendar:settings.caldav:create",
      description = "What to ask for; repeatable (default: ${DEFAULT-VALUE}).")
  private List<String> scopes = List.of();

  @Option(
      names = "--owner",
      paramLabel = "EMAIL",
      description =
          "Whose token it is to be; somebody else's is refused (default: the address the service"
              + " names).")
  private @Nullable String owner;

  @Option(
      names = "--token-file",
      required = true,
      paramLabel = "FILE",
      description =
          "Where the token goes, as a line 'owner token'; lines of others stay. Mode 0600.")
  private Path tokenFile = Path.of("");

  @Option(
      names = "--redirect-port",
      paramLabel = "PORT",
      defaultValue = "17650",
      description =
          "Where the browser comes back to: http://127.0.0.1:PORT/callback, to be registered with"
              + " the app exactly so (default: ${DEFAULT-VALUE}; 0: any free one).")
  private int port;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "PT10M",
      description = "How long to wait for the person (default: ${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ofMinutes(10);

  @Option(names = "--no-browser", description = "Only print the page's address.")
  private boolean noBrowser;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Clock clock = Clock.systemUTC();
    Optional<DeviceOwner> named = Optional.ofNullable(owner).map(DeviceOwner::of);
    Set<String> asked = checked();
    TokenFile.requireStorable(tokenFile, named.orElse(DeviceOwner.of("somebody")));
    try (TokenEndpoint endpoint = app.endpoint(System.getenv(), clock)) {
      SignIn signIn = signIn(endpoint, asked);
      signIn.requireGranted(asked);
      DeviceOwner whose = signIn.owner(named);
      TokenFile.store(tokenFile, whose, signIn.grant().accessToken());
      report(signIn, whose, named);
    }
    return ExitCode.OK.number();
  }

  private Set<String> checked() {
    if (scopes.contains(LASTING)) {
      throw new InvalidInput(
          "--scope: leave out " + LASTING + "; this command keeps nothing that could be renewed");
    }
    if (port < 0 || port > 65_535) {
      throw new InvalidInput("--redirect-port must be from 0 to 65535");
    }
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofDays(1)) > 0) {
      throw new InvalidInput("--timeout must be positive and at most a day, for example PT10M");
    }
    return new LinkedHashSet<>(scopes);
  }

  private SignIn signIn(TokenEndpoint endpoint, Set<String> asked) throws InterruptedException {
    try (Callback callback = Callback.at(port)) {
      AuthorizationRequest request =
          AuthorizationRequest.fresh(callback.url(), asked, new SecureRandom());
      callback.start(request);
      show(endpoint.authorizeUrl(request), callback.url());
      Grant grant = endpoint.exchange(callback.await(timeout), request);
      return new SignIn(grant, endpoint.grantor(grant.accessToken()));
    }
  }

  /** On standard error: standard output belongs to the result. */
  private void show(URI page, URI comesBackTo) {
    Screen screen = new Screen(spec.commandLine().getErr());
    screen.line("Sign in on this page, as the person whose calendar it is:");
    screen.line(page.toString());
    screen.line("Waiting at " + comesBackTo + " for " + timeout + "; Ctrl-C ends it.");
    if (!noBrowser) {
      DesktopBrowser.find(
              Boolean.getBoolean("kalends.terminal"),
              System.getProperty("os.name", ""),
              System.getenv())
          .filter(browser -> !browser.open(page))
          .ifPresent(browser -> screen.line("No browser could be started: open it yourself."));
    }
  }

  private void report(SignIn signIn, DeviceOwner whose, Optional<DeviceOwner> named) {
    Screen screen = new Screen(spec.commandLine().getOut());
    if (json) {
      screen.json(asJson(signIn, whose));
      return;
    }
    screen.line(
        "%s (%s) of tenant %s granted:"
            .formatted(
                signIn.grantor().name(),
                signIn.grantor().email().orElse(signIn.grantor().openId()),
                signIn.grantor().tenantKey()));
    screen.line("  scopes    " + String.join(" ", signIn.grant().scopes()));
    screen.line("  until     " + signIn.grant().expiresAt().truncatedTo(ChronoUnit.SECONDS));
    screen.line("  kept in   " + tokenFile + ", for " + whose.address());
    signIn.remarks(named).forEach(screen::line);
    screen.line(
        "Next: kalends mint --owner " + whose.address() + " --token-file " + tokenFile + " ...");
  }

  private Map<String, Object> asJson(SignIn signIn, DeviceOwner whose) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("owner", whose.address());
    fields.put("name", signIn.grantor().name());
    signIn.grantor().email().ifPresent(email -> fields.put("email", email));
    fields.put("openId", signIn.grantor().openId());
    fields.put("unionId", signIn.grantor().unionId());
    fields.put("tenantKey", signIn.grantor().tenantKey());
    fields.put("scopes", signIn.grant().scopes());
    fields.put("expiresAt", signIn.grant().expiresAt().truncatedTo(ChronoUnit.SECONDS).toString());
    fields.put("tokenFile", tokenFile.toString());
    return fields;
  }
}
