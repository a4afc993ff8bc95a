package io.kalends.profile;

import io.kalends.delivery.ProfileIdentity;
import io.kalends.delivery.UnsignedProfile;

/**
 * A built profile and what tells its content from another one's.
 *
 * @param unsigned the property list with its ids; holds the password
 * @param contentHash SHA-256 in lower-case hexadecimal, of the profile with the credential's
 *     generation number in place of the password and nothing in place of the top-level UUID. Equal
 *     hashes need no new push. Safe to store: it says nothing about the password
 */
public record Profile(UnsignedProfile unsigned, String contentHash) {

  /**
   * Every id inside.
   *
   * @return never null
   */
  public ProfileIdentity identity() {
    return unsigned.identity();
  }
}
