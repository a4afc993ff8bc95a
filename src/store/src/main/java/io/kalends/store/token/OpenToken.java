package io.kalends.store.token;

import java.security.KeyStore;
import java.security.Provider;

/**
 * A token that was logged in to. The login holds for the whole process, as long as it runs.
 *
 * @param provider does the operations of its keys, inside the token
 * @param keys what is on it; keys are handles only
 * @param where library and slot, for messages
 */
public record OpenToken(Provider provider, KeyStore keys, String where) {

  /** Where it is; what is on it stays there. */
  @Override
  public String toString() {
    return where;
  }
}
