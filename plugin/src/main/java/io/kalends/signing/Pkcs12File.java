package io.kalends.signing;

import io.kalends.secret.Secret;
import io.kalends.signing.UnusableSigningKey.Reason;
import io.kalends.store.file.AtomicFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

/**
 * A PKCS#12 file. Written with the JDK's defaults (since 17: PBES2 with AES-256 for key and
 * certificates, HMAC-SHA-256 over all), which OpenSSL 3 reads as it is.
 */
final class Pkcs12File {

  private static final String ALIAS = "kalends-signing";

  private final Path file;
  private final Secret password;

  Pkcs12File(Path file, Secret password) {
    this.file = file;
    this.password = password;
  }

  /**
   * Reads a key; the alias is empty when the file holds one only.
   *
   * @throws UnusableSigningKey for every way this can fail
   */
  KeyEntry read(String alias) {
    byte[] bytes = KeyFile.read(file);
    String source = "PKCS#12 file '" + file + "'";
    char[] chars = password.reveal().toCharArray();
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(bytes), chars);
      return KeyEntry.find(store, alias, chars, source);
    } catch (IOException e) {
      if (e.getCause() instanceof UnrecoverableKeyException) {
        throw new UnusableSigningKey(
            Reason.WRONG_PASSWORD, source + " does not open with this password");
      }
      throw damaged(source);
    } catch (GeneralSecurityException e) {
      throw damaged(source);
    } finally {
      Arrays.fill(chars, ' ');
    }
  }

  /** Writes a key and its chain, atomically, mode 0600. */
  void write(PrivateKey key, List<X509Certificate> chain) throws IOException {
    char[] chars = password.reveal().toCharArray();
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, chars);
      store.setKeyEntry(ALIAS, key, chars, chain.toArray(X509Certificate[]::new));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      store.store(bytes, chars);
      AtomicFile.write(file, bytes.toByteArray());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot write PKCS#12", e);
    } finally {
      Arrays.fill(chars, ' ');
    }
  }

  private static UnusableSigningKey damaged(String source) {
    return new UnusableSigningKey(
        Reason.UNREADABLE, source + " is damaged, cut off or not PKCS#12 (PEM is named apart)");
  }
}
