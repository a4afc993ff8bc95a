package io.kalends.signing;

import io.kalends.signing.UnusableSigningKey.Reason;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A private key and the certificates stored with it, out of a PKCS#12 file or a token.
 *
 * @param key the private key
 * @param certificates as the store has them; may be empty
 */
record KeyEntry(PrivateKey key, List<X509Certificate> certificates) {

  /**
   * Finds the key.
   *
   * @param alias its name; empty when the store holds one key only
   * @param password of the entry
   * @param source the store, in words, for messages
   */
  static KeyEntry find(KeyStore store, String alias, char[] password, String source) {
    try {
      String name = alias.isEmpty() ? onlyKey(store, source) : named(store, alias, source);
      if (!(store.getKey(name, password) instanceof PrivateKey key)) {
        throw new UnusableSigningKey(
            Reason.NO_PRIVATE_KEY, source + ": entry '" + name + "' is no private key");
      }
      Certificate[] chain = store.getCertificateChain(name);
      List<X509Certificate> certificates = new ArrayList<>();
      if (chain != null) {
        Arrays.stream(chain).map(X509Certificate.class::cast).forEach(certificates::add);
      }
      return new KeyEntry(key, certificates);
    } catch (UnrecoverableKeyException e) {
      throw new UnusableSigningKey(
          Reason.WRONG_PASSWORD,
          source + ": the private key has another password than the store; give both the same");
    } catch (GeneralSecurityException e) {
      throw new UnusableSigningKey(Reason.UNREADABLE, source + ": the private key is damaged");
    }
  }

  private static String onlyKey(KeyStore store, String source) throws GeneralSecurityException {
    List<String> keys = keys(store);
    if (keys.isEmpty()) {
      throw new UnusableSigningKey(
          Reason.NO_PRIVATE_KEY, source + " holds no private key: export it together with its key");
    }
    if (keys.size() > 1) {
      throw new UnusableSigningKey(
          Reason.SEVERAL_KEYS, source + " holds several keys, name one of " + keys);
    }
    return keys.get(0);
  }

  private static String named(KeyStore store, String alias, String source)
      throws GeneralSecurityException {
    if (!store.isKeyEntry(alias)) {
      throw new UnusableSigningKey(
          Reason.UNKNOWN_ALIAS,
          "%s holds no key '%s'; its keys are %s".formatted(source, alias, keys(store)));
    }
    return alias;
  }

  private static List<String> keys(KeyStore store) throws GeneralSecurityException {
    List<String> keys = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias)) {
        keys.add(alias);
      }
    }
    Collections.sort(keys);
    return keys;
  }

  @Override
  public String toString() {
    return "KeyEntry[" + certificates.size() + " certificates]";
  }
}
