package io.kalends.issuer.credential;

/**
 * Which credentials are asked for, a page at a time.
 *
 * @param tenant the tenant's key; empty for all
 * @param owner e-mail address in lower case; empty for all
 * @param onlyLive without the revoked ones
 * @param after id of the last one of the page before; 0 for the first page
 * @param limit at most so many, 1 to 1000
 */
public record CredentialQuery(
    String tenant, String owner, boolean onlyLive, long after, int limit) {

  /** The most a page can hold. */
  public static final int MAX_LIMIT = 1000;

  /** Checks the limit. */
  public CredentialQuery {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit: must be between 1 and " + MAX_LIMIT);
    }
  }

  /** The first page of everything. */
  public static CredentialQuery all() {
    return new CredentialQuery("", "", false, 0, MAX_LIMIT);
  }
}
