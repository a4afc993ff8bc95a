package io.kalends.consent;

import io.kalends.secret.Secret;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a person's consent is worth right now: an access token, and perhaps the means to renew. */
public final class Grant {

  /**
   * The means to renew a grant without asking the person again.
   *
   * @param token works once
   * @param expiresAt when it stops working, if nobody uses it before
   */
  public record Renewable(Secret token, Instant expiresAt) {}

  private final Secret accessToken;
  private final Instant expiresAt;
  private final Set<String> scopes;
  private final @Nullable Renewable renewable;

  private Grant(
      Secret accessToken, Instant expiresAt, Set<String> scopes, @Nullable Renewable renewable) {
    this.accessToken = accessToken;
    this.expiresAt = expiresAt;
    this.scopes = Collections.unmodifiableSet(new TreeSet<>(scopes));
    this.renewable = renewable;
  }

  /**
   * A grant that ends with its access token.
   *
   * @param accessToken to call the service with, in the person's name; reserve 8 KiB to store it
   * @param expiresAt when it stops working
   * @param scopes what was really granted, which may be less than was asked for; empty when the
   *     service did not say
   * @return the grant
   */
  public static Grant of(Secret accessToken, Instant expiresAt, Set<String> scopes) {
    return new Grant(accessToken, expiresAt, scopes, null);
  }

  /**
   * The same grant with the means to renew it.
   *
   * @param next the refresh token and its end
   * @return a new grant
   */
  public Grant renewableWith(Renewable next) {
    return new Grant(accessToken, expiresAt, scopes, next);
  }

  /**
   * The token to call the service with.
   *
   * @return guarded
   */
  public Secret accessToken() {
    return accessToken;
  }

  /**
   * When the access token stops working.
   *
   * @return by our clock
   */
  public Instant expiresAt() {
    return expiresAt;
  }

  /**
   * What was really granted.
   *
   * @return scope names; empty when the service did not say
   */
  public Set<String> scopes() {
    return scopes;
  }

  /**
   * The means to renew.
   *
   * @return present only when lasting consent ({@code offline_access}) was asked for and granted
   */
  public Optional<Renewable> renewable() {
    return Optional.ofNullable(renewable);
  }

  @Override
  public String toString() {
    return "Grant["
        + String.join(" ", scopes)
        + ", until "
        + expiresAt
        + (renewable == null ? "" : ", renewable until " + renewable.expiresAt())
        + "]";
  }
}
