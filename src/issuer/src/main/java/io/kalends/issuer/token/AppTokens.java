package io.kalends.issuer.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.secret.Pepper;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * App and tenant access tokens. They are made from what they stand for and the pepper, so nothing
 * is kept: they hold on every node and over a restart, and a stolen database holds none.
 *
 * <p>A token lives two hours. Asked again while it has 30 minutes or more left, an app gets the
 * same one; later a new one, and both are good. So every 90 minutes a new one begins, at a moment
 * of its own for each app and tenant; who asks for the first time gets the one that is running,
 * with between 30 minutes and two hours left. Contract: "at most 2 h".
 */
public final class AppTokens {

  /** How long a token lives. */
  static final Duration LIFE = Duration.ofHours(2);

  /** With less left, a new one is made. */
  static final Duration REUSE = Duration.ofMinutes(30);

  private static final long STEP = LIFE.minus(REUSE).toMillis();
  private static final String APP = "a-";
  private static final String TENANT = "t-";
  private static final int MAX_LENGTH = 600;

  private final Directory directory;
  private final Pepper pepper;
  private final Clock clock;

  /**
   * A token.
   *
   * @param text the token itself
   * @param expires from when on it is refused
   */
  public record Made(String text, Instant expires) {

    @Override
    public String toString() {
      return "token until " + expires;
    }
  }

  /** What a token is made from. The text is its readable half. */
  private record Claim(boolean tenantToken, String app, String tenant, long step) {

    String prefix() {
      return tenantToken ? TENANT : APP;
    }

    String words() {
      return app + " " + tenant + " " + step;
    }
  }

  /**
   * The tokens of some apps.
   *
   * @param directory the apps
   * @param pepper always the same one
   * @param clock for expiry
   */
  public AppTokens(Directory directory, Pepper pepper, Clock clock) {
    this.directory = directory;
    this.pepper = pepper;
    this.clock = clock;
  }

  /**
   * A token for a tenant's data.
   *
   * @param app installed in the tenant
   * @param tenant the tenant's key
   * @return {@code t-...}
   */
  public Made forTenant(App app, String tenant) {
    return made(true, app, tenant);
  }

  /**
   * A token that proves which app calls.
   *
   * @param app any
   * @return {@code a-...}
   */
  public Made forApp(App app) {
    return made(false, app, home(app));
  }

  /**
   * What a token stands for, now.
   *
   * @param token as sent, of any shape
   * @return empty when it is forged or expired, or its app is gone, disabled, or no longer
   *     installed
   */
  public Optional<AppAccess> find(String token) {
    return claim(token)
        .filter(claim -> clock.instant().isBefore(expires(claim)))
        .flatMap(
            claim ->
                directory
                    .app(claim.app())
                    .filter(app -> app.has(App.Switch.ENABLED) && holds(claim, app))
                    .map(app -> new AppAccess(app, claim.tenant(), claim.tenantToken())));
  }

  private static boolean holds(Claim claim, App app) {
    return claim.tenantToken()
        ? app.tenants().contains(claim.tenant())
        : home(app).equals(claim.tenant());
  }

  /** A custom app is one tenant's; a store app is nobody's until it says whose data it wants. */
  private static String home(App app) {
    return app.kind() == App.Kind.CUSTOM ? app.tenants().iterator().next() : "";
  }

  private Made made(boolean tenantToken, App app, String tenant) {
    Claim running = new Claim(tenantToken, app.id(), tenant, 0);
    // One millisecond back: with exactly 30 minutes left it is still the same token.
    long step = Math.floorDiv(clock.millis() - offset(running) - 1, STEP);
    Claim claim = new Claim(tenantToken, app.id(), tenant, step);
    String text =
        claim.prefix() + encoded(claim.words().getBytes(UTF_8)) + "." + encoded(proof(claim));
    return new Made(text, expires(claim));
  }

  private Instant expires(Claim claim) {
    return Instant.ofEpochMilli(claim.step() * STEP + offset(claim)).plus(LIFE);
  }

  /** Or all apps would fetch new tokens in the same second. */
  private long offset(Claim claim) {
    byte[] hash =
        pepper.hash("app token offset " + claim.prefix() + claim.app() + " " + claim.tenant());
    return Math.floorMod(Arrays.hashCode(hash), STEP);
  }

  private Optional<Claim> claim(String token) {
    boolean tenantToken = token.startsWith(TENANT);
    int dot = token.indexOf('.');
    if (!(tenantToken || token.startsWith(APP)) || dot < 0 || token.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      byte[] words = Base64.getUrlDecoder().decode(token.substring(TENANT.length(), dot));
      byte[] proof = Base64.getUrlDecoder().decode(token.substring(dot + 1));
      String[] parts = new String(words, UTF_8).split(" ", -1);
      if (parts.length != 3 || !parts[2].matches("-?[0-9]{1,12}")) {
        return Optional.empty();
      }
      Claim claim = new Claim(tenantToken, parts[0], parts[1], Long.parseLong(parts[2]));
      return MessageDigest.isEqual(proof(claim), proof) ? Optional.of(claim) : Optional.empty();
    } catch (IllegalArgumentException e) {
      // No Base64: forged.
      return Optional.empty();
    }
  }

  private byte[] proof(Claim claim) {
    return pepper.hash("app token " + claim.prefix() + claim.words());
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
