package io.kalends.issuer.credential;

import java.util.List;

/**
 * Which credentials are asked for, a page at a time.
 *
 * @param tenant the tenant's key; empty for all
 * @param owner e-mail address in lower case; empty for all
 * @param deviceNames any of these, to the letter; empty for all
 * @param onlyLive without the revoked ones
 * @param after id of the last one of the page before; 0 for the first page
 * @param limit at most so many, 1 to 1000
 */
public record CredentialQuery(
    String tenant,
    String owner,
    List<String> deviceNames,
    boolean onlyLive,
    long after,
    int limit) {

  /** The most a page can hold. */
  public static final int MAX_LIMIT = 1000;

  /** Checks the limit. */
  public CredentialQuery {
    deviceNames = List.copyOf(deviceNames);
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit: must be between 1 and " + MAX_LIMIT);
    }
  }

  /**
   * Whatever the device name.
   *
   * @param tenant see above
   * @param owner see above
   * @param onlyLive see above
   * @param after see above
   * @param limit see above
   */
  public CredentialQuery(String tenant, String owner, boolean onlyLive, long after, int limit) {
    this(tenant, owner, List.of(), onlyLive, after, limit);
  }

  /** The first page of everything. */
  public static CredentialQuery all() {
    return new CredentialQuery("", "", false, 0, MAX_LIMIT);
  }
}
