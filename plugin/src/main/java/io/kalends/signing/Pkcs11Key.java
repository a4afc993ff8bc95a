package io.kalends.signing;

import io.kalends.signing.UnusableSigningKey.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.Arrays;
import java.util.Locale;
import javax.security.auth.login.FailedLoginException;

/** Opens a PKCS#11 token through the JDK's own SunPKCS11, configured without a file. */
final class Pkcs11Key {

  private final Pkcs11Token token;

  Pkcs11Key(Pkcs11Token token) {
    this.token = token;
  }

  /**
   * Loads the library and configures a provider for the one slot.
   *
   * @throws UnusableSigningKey when the library is missing or the slot does not work
   */
  Provider provider() {
    if (!Files.isReadable(token.library())) {
      throw new UnusableSigningKey(
          Reason.FILE_NOT_FOUND,
          "PKCS#11 library '%s' does not exist or cannot be read".formatted(token.library()));
    }
    Provider base = Security.getProvider("SunPKCS11");
    if (base == null) {
      throw unusable(
          Reason.TOKEN_UNUSABLE, "this JVM has no SunPKCS11 (module jdk.crypto.cryptoki)");
    }
    try {
      return base.configure(configuration());
    } catch (InvalidParameterException | ProviderException e) {
      throw unusable(
          Reason.TOKEN_UNUSABLE, "the library does not load, or has no such slot: check both");
    }
  }

  /**
   * Logs in.
   *
   * @throws UnusableSigningKey when the PIN is wrong or the token does not answer
   */
  KeyStore open(Provider provider) {
    char[] pin = token.pin().reveal().toCharArray();
    try {
      KeyStore store = KeyStore.getInstance("PKCS11", provider);
      store.load(null, pin);
      return store;
    } catch (IOException e) {
      if (isFailedLogin(e)) {
        throw unusable(
            Reason.WRONG_PASSWORD,
            "the token refuses this PIN; after a few wrong ones it locks itself");
      }
      throw unusable(Reason.TOKEN_UNUSABLE, "the token cannot be opened");
    } catch (GeneralSecurityException | ProviderException e) {
      throw unusable(Reason.TOKEN_UNUSABLE, "the token cannot be opened");
    } finally {
      Arrays.fill(pin, ' ');
    }
  }

  private static boolean isFailedLogin(IOException e) {
    Throwable cause = e.getCause();
    while (cause != null && !(cause instanceof FailedLoginException)) {
      cause = cause.getCause();
    }
    return cause != null;
  }

  private String configuration() {
    String slot = token.slot().kind() == Pkcs11Token.Slot.Kind.ID ? "slot" : "slotListIndex";
    // "--" makes the JDK read the text itself instead of a file of that name.
    return String.format(
        Locale.ROOT,
        "--name=kalends%nlibrary=\"%s\"%n%s=%d%n",
        token.library().toAbsolutePath(),
        slot,
        token.slot().number());
  }

  private UnusableSigningKey unusable(Reason reason, String text) {
    return new UnusableSigningKey(
        reason,
        "PKCS#11 library '%s', slot %s %d: %s"
            .formatted(
                token.library(),
                token.slot().kind().name().toLowerCase(Locale.ROOT),
                token.slot().number(),
                text));
  }
}
