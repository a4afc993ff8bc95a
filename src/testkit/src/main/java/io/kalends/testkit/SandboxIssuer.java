package io.kalends.testkit;

import io.kalends.edge.HttpServer;
import io.kalends.issuer.Issuer;
import io.kalends.issuer.IssuerConfig;
import io.kalends.issuer.credential.Credential;
import io.kalends.issuer.credential.CredentialQuery;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.User;
import io.kalends.issuer.sandbox.FaultPlan;
import io.kalends.issuer.sandbox.Faults;
import io.kalends.issuer.secret.PepperSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A whole issuer in a folder of its own, on a free loopback port, that hurts: by default one call
 * in twenty goes wrong, in any of the ways of {@link io.kalends.issuer.sandbox.Fault}. Code that
 * stands this stands the service on a bad day.
 *
 * <pre>
 * try (SandboxIssuer issuer = SandboxIssuer.hurting("anna@example.com")) {
 *   CredentialSource source = ... issuer.baseUrl() ... issuer.token("anna@example.com") ...
 *   // mint, whatever happens
 *   assertThat(issuer.credentials()).hasSize(...);   // what it really holds: orphans exist
 * }
 * </pre>
 *
 * <p>The seed is printed to standard output when it starts. The same seed hits the same calls:
 * {@code -Dkalends.seed=4711} repeats a bad day.
 */
public final class SandboxIssuer implements AutoCloseable {

  /** The system property that sets the seed. */
  public static final String SEED = "kalends.seed";

  /** Part of the calls that go wrong by default. */
  public static final double RATE = 0.05;

  private static final Duration DRAIN = Duration.ofMillis(200);
  private static final Duration DELAY = Duration.ofSeconds(4);
  private static final Duration DRIP = Duration.ofMillis(20);

  private final Path folder;
  private final List<String> emails;
  private final Issuer issuer;

  private SandboxIssuer(Path folder, List<String> emails, Issuer issuer) {
    this.folder = folder;
    this.emails = emails;
    this.issuer = issuer;
  }

  /**
   * One that hurts, with a seed from {@link #SEED} or a random one.
   *
   * @param emails of its people
   * @return running until closed
   */
  public static SandboxIssuer hurting(String... emails) {
    long seed = Long.getLong(SEED, new SecureRandom().nextLong());
    return start(FaultPlan.atRate(RATE, seed).delaying(DELAY).dripping(DRIP), emails);
  }

  /**
   * One that misbehaves only when told by {@link #faults()}.
   *
   * @param emails of its people
   * @return running until closed
   */
  public static SandboxIssuer obedient(String... emails) {
    return start(FaultPlan.onDemand().delaying(DELAY).dripping(DRIP), emails);
  }

  /**
   * One that misbehaves by a plan.
   *
   * @param plan any
   * @param emails of its people
   * @return running until closed
   */
  public static SandboxIssuer start(FaultPlan plan, String... emails) {
    return start(plan, config -> config, emails);
  }

  /**
   * One that misbehaves by a plan and is adapted otherwise.
   *
   * @param plan any
   * @param adapted from the configuration as it would be to the one wanted
   * @param emails of its people
   * @return running until closed
   */
  public static SandboxIssuer start(
      FaultPlan plan, UnaryOperator<IssuerConfig> adapted, String... emails) {
    System.out.println("sandbox issuer: " + plan + "; repeat with -D" + SEED);
    try {
      Path folder = Files.createTempDirectory("kalends-sandbox-");
      IssuerConfig config =
          IssuerConfig.of(
                  "caldav.example.com",
                  folder.resolve("issuer.db"),
                  PepperSource.file(folder.resolve("pepper")),
                  directory(List.of(emails)))
              .bounded(HttpServer.Bounds.DEFAULT.draining(DRAIN))
              .misbehaving(plan);
      Issuer issuer = Issuer.start(adapted.apply(config), Clock.systemUTC(), new SecureRandom());
      return new SandboxIssuer(folder, List.of(emails), issuer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Where the contract is served.
   *
   * @return scheme, host and port
   */
  public URI baseUrl() {
    return issuer.baseUrl();
  }

  /**
   * A user access token that does not expire.
   *
   * @param email of one of its people
   * @return opens nothing outside this issuer
   */
  public String token(String email) {
    int number = emails.indexOf(email);
    if (number < 0) {
      throw new IllegalArgumentException("nobody here has the address " + email);
    }
    return token(number);
  }

  /**
   * Its misbehaviour.
   *
   * @return to order faults and to ask what hit
   */
  public Faults faults() {
    return issuer.faults();
  }

  /**
   * What was really minted, whether or not a client heard of it.
   *
   * @return the first thousand, oldest first
   */
  public List<Credential> credentials() {
    return issuer.credentials().page(CredentialQuery.all());
  }

  /**
   * The issuer itself.
   *
   * @return running
   */
  public Issuer issuer() {
    return issuer;
  }

  /** Stops it and deletes its folder. */
  @Override
  public void close() {
    issuer.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Directory directory(List<String> emails) {
    List<User> users = new ArrayList<>();
    for (int i = 0; i < emails.size(); i++) {
      users.add(User.of(emails.get(i), emails.get(i), token(i)));
    }
    return Directory.of(users);
  }

  private static String token(int number) {
    return "u-fake-token-of-the-sandbox-" + number;
  }
}
