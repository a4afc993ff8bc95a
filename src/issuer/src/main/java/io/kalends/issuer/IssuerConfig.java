package io.kalends.issuer;

import io.kalends.edge.HttpServer;
import io.kalends.issuer.access.AccessRules;
import io.kalends.issuer.admin.AdminTokens;
import io.kalends.issuer.contract.Limits;
import io.kalends.issuer.contract.Rules;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.event.EventTarget;
import io.kalends.issuer.oauth.SignIn;
import io.kalends.issuer.sandbox.FaultPlan;
import io.kalends.issuer.secret.PepperSource;
import io.kalends.issuer.token.AccessPolicy;
import io.kalends.issuer.token.OAuthRules;
import io.kalends.store.DatabasePlace;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** How an issuer runs. Does not change; each method gives a changed copy. */
public final class IssuerConfig {

  private static final int MAX_PORT = 65_535;

  private final DatabasePlace database;
  private final PepperSource pepper;
  private String host = "127.0.0.1";
  private int port;
  private Directory directory;
  private Rules rules;
  private HttpServer.Bounds bounds = HttpServer.Bounds.DEFAULT;
  private FaultPlan faults = FaultPlan.OFF;
  private OAuthRules oauthRules = OAuthRules.CONTRACT;
  private SignIn signIn = SignIn.UNCONFIGURED;
  private AccessPolicy accessPolicy = AccessPolicy.NONE;
  private AccessRules access = AccessRules.DEFAULT;
  private AdminTokens adminTokens = AdminTokens.none();
  private boolean administratorGrants;
  private int leavers;
  private Map<String, EventTarget> eventTargets = Map.of();

  private IssuerConfig(
      DatabasePlace database, PepperSource pepper, Directory directory, Rules rules) {
    this.database = database;
    this.pepper = pepper;
    this.directory = directory;
    this.rules = rules;
  }

  /**
   * An issuer on a free loopback port, with the contract's limits.
   *
   * @param serverAddress what devices are told to connect to: a bare host, perhaps with a port
   * @param database the SQLite file, made when missing; its directory must exist
   * @param pepper where the secret beside the database comes from
   * @param directory who may call
   * @return to be adapted
   */
  public static IssuerConfig of(
      String serverAddress, Path database, PepperSource pepper, Directory directory) {
    return of(serverAddress, DatabasePlace.file(database), pepper, directory);
  }

  /**
   * An issuer on a free loopback port, with the contract's limits.
   *
   * @param serverAddress what devices are told to connect to: a bare host, perhaps with a port
   * @param database where it keeps things
   * @param pepper where the secret beside the database comes from
   * @param directory who may call
   * @return to be adapted
   */
  public static IssuerConfig of(
      String serverAddress, DatabasePlace database, PepperSource pepper, Directory directory) {
    return new IssuerConfig(database, pepper, directory, Rules.of(serverAddress));
  }

  /**
   * The same on another address.
   *
   * @param newHost address to listen on; anything but loopback belongs behind a proxy with TLS
   * @param newPort port, 0 for any free one
   * @return a new configuration
   */
  public IssuerConfig listeningOn(String newHost, int newPort) {
    if (newHost.isBlank()) {
      throw new IllegalArgumentException("host: empty; write for example 127.0.0.1");
    }
    if (newPort < 0 || newPort > MAX_PORT) {
      throw new IllegalArgumentException("port: must be between 0 (any free one) and " + MAX_PORT);
    }
    return with(
        copy -> {
          copy.host = newHost;
          copy.port = newPort;
        });
  }

  /**
   * The same with other apps and people.
   *
   * @param newDirectory who may call
   * @return a new configuration
   */
  public IssuerConfig knowing(Directory newDirectory) {
    return with(copy -> copy.directory = newDirectory);
  }

  /**
   * The same with other limits.
   *
   * @param limits per app and tenant
   * @return a new configuration
   */
  public IssuerConfig limitedTo(Limits limits) {
    return ruled(old -> old.limitedTo(limits));
  }

  /**
   * The same with adapted rules.
   *
   * @param change from the rules as they are to those wanted
   * @return a new configuration
   */
  public IssuerConfig ruled(UnaryOperator<Rules> change) {
    Rules adapted = change.apply(rules);
    return with(copy -> copy.rules = adapted);
  }

  /**
   * The same as a sandbox. Not for production.
   *
   * @param plan how it is to misbehave
   * @return a new configuration
   */
  public IssuerConfig misbehaving(FaultPlan plan) {
    return with(copy -> copy.faults = plan);
  }

  /**
   * The same with other bounds on what clients may take.
   *
   * @param newBounds on time, connections and requests at once
   * @return a new configuration
   */
  public IssuerConfig bounded(HttpServer.Bounds newBounds) {
    return with(copy -> copy.bounds = newBounds);
  }

  /**
   * The same with other lives of codes and tokens.
   *
   * @param newRules how long what is granted lasts
   * @return a new configuration
   */
  public IssuerConfig granting(OAuthRules newRules) {
    return with(copy -> copy.oauthRules = newRules);
  }

  /**
   * The same with another way of knowing who is before the consent page. As it comes, nobody can
   * sign in there.
   *
   * @param newSignIn a proxy's header, or, in a sandbox, {@link SignIn#pick()}
   * @return a new configuration
   */
  public IssuerConfig signingIn(SignIn newSignIn) {
    return with(copy -> copy.signIn = newSignIn);
  }

  /**
   * The same with a company's own rule on who gets a token.
   *
   * @param newPolicy asked at consent and whenever tokens are made of it
   * @return a new configuration
   */
  public IssuerConfig underPolicy(AccessPolicy newPolicy) {
    return with(copy -> copy.accessPolicy = newPolicy);
  }

  /**
   * The same letting devices in by other rules.
   *
   * @param newAccess what may be set about it
   * @return a new configuration
   */
  public IssuerConfig admitting(AccessRules newAccess) {
    return with(copy -> copy.access = newAccess);
  }

  /**
   * The same with administrators.
   *
   * @param tokens whose calls under {@code /admin/v1} are answered; with none it is not there
   * @return a new configuration
   */
  public IssuerConfig administeredBy(AdminTokens tokens) {
    return with(copy -> copy.adminTokens = tokens);
  }

  /**
   * The same, letting administrators grant user tokens in people's place.
   *
   * @return a new configuration
   */
  public IssuerConfig allowingAdministratorGrants() {
    return with(copy -> copy.administratorGrants = true);
  }

  /**
   * The same, when many people are in the directory no more. Up to five, or one in fifty, may leave
   * without it.
   *
   * @param atMost so many may leave at the next start
   * @return a new configuration
   */
  public IssuerConfig lettingLeave(int atMost) {
    return with(copy -> copy.leavers = atMost);
  }

  /**
   * The same, telling an app what happens to people and tokens.
   *
   * @param target where the app hears of it; in place of an earlier one of the same app
   * @return a new configuration
   */
  public IssuerConfig telling(EventTarget target) {
    Map<String, EventTarget> targets = new HashMap<>(eventTargets);
    targets.put(target.appId(), target);
    return with(copy -> copy.eventTargets = Map.copyOf(targets));
  }

  /**
   * Reads a configuration file, YAML.
   *
   * @param file UTF-8; files it names are looked for in its folder
   * @return to be started
   * @throws io.kalends.edge.config.InvalidSetting naming file, field and fix; never showing a
   *     secret
   */
  public static IssuerConfig read(Path file) {
    return IssuerFile.read(file);
  }

  /** Only programs of this machine reach it. */
  boolean isLoopback() {
    return host.startsWith("127.") || Set.of("localhost", "::1", "[::1]").contains(host);
  }

  DatabasePlace database() {
    return database;
  }

  PepperSource pepper() {
    return pepper;
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  Directory directory() {
    return directory;
  }

  Rules rules() {
    return rules;
  }

  FaultPlan faults() {
    return faults;
  }

  HttpServer.Bounds bounds() {
    return bounds;
  }

  OAuthRules oauthRules() {
    return oauthRules;
  }

  SignIn signIn() {
    return signIn;
  }

  AccessPolicy accessPolicy() {
    return accessPolicy;
  }

  AccessRules access() {
    return access;
  }

  AdminTokens adminTokens() {
    return adminTokens;
  }

  boolean administratorGrants() {
    return administratorGrants;
  }

  Map<String, EventTarget> eventTargets() {
    return eventTargets;
  }

  int leavers() {
    return leavers;
  }

  @Override
  public String toString() {
    return "issuer on " + host + ":" + port + ", database " + database + ", " + rules;
  }

  private IssuerConfig with(Consumer<IssuerConfig> change) {
    IssuerConfig copy = new IssuerConfig(database, pepper, directory, rules);
    copy.host = host;
    copy.port = port;
    copy.bounds = bounds;
    copy.faults = faults;
    copy.oauthRules = oauthRules;
    copy.signIn = signIn;
    copy.accessPolicy = accessPolicy;
    copy.access = access;
    copy.adminTokens = adminTokens;
    copy.administratorGrants = administratorGrants;
    copy.leavers = leavers;
    copy.eventTargets = eventTargets;
    change.accept(copy);
    return copy;
  }
}
