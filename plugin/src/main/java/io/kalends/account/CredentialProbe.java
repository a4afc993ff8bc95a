package io.kalends.account;

/** Optional: can tell whether an account logs in, without changing anything. */
@FunctionalInterface
public interface CredentialProbe {

  /**
   * Tries to log in, read-only.
   *
   * @param account the account to try
   * @return whether the server took user name and password
   * @throws io.kalends.failure.TemporaryFailure when the server gave no verdict
   */
  boolean logsIn(CalDavAccount account);
}
