package io.kalends.store.token;

import io.kalends.store.token.TokenFailure.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.Locale;
import javax.security.auth.login.FailedLoginException;

/**
 * Where a PKCS#11 token is. It is opened through the JDK's own SunPKCS11, configured without a
 * file; that offers no choice by token label ({@code pkcs11-tool --list-slots} shows the slots).
 *
 * @param library the vendor's PKCS#11 library, for example {@code /usr/lib/softhsm/libsofthsm2.so}
 * @param kind what the number means
 * @param number of the slot, not negative
 */
public record TokenSlot(Path library, Kind kind, long number) {

  /** What the number of a slot means. */
  public enum Kind {
    /** The id the library gives the slot: stays the same for one token. */
    ID("slot"),
    /** The place in the library's list of slots, from 0: may change when tokens come and go. */
    INDEX("slotListIndex");

    private final String attribute;

    Kind(String attribute) {
      this.attribute = attribute;
    }
  }

  /** Checks the number. */
  public TokenSlot {
    if (number < 0) {
      throw new IllegalArgumentException("a slot must not be negative");
    }
  }

  /**
   * Loads the library and logs in.
   *
   * @param pin the user PIN; not kept, the caller wipes it
   * @return logged in for as long as the process runs
   * @throws TokenFailure when the library is missing, the slot does not work or the PIN is wrong
   */
  public OpenToken open(char[] pin) {
    Provider provider = provider();
    return new OpenToken(provider, login(provider, pin), where());
  }

  private Provider provider() {
    if (!Files.isReadable(library)) {
      throw new TokenFailure(
          Reason.LIBRARY_MISSING,
          "PKCS#11 library '%s' does not exist or cannot be read".formatted(library));
    }
    Provider base = Security.getProvider("SunPKCS11");
    if (base == null) {
      throw failure(Reason.UNUSABLE, "this JVM has no SunPKCS11 (module jdk.crypto.cryptoki)");
    }
    try {
      return base.configure(configuration());
    } catch (InvalidParameterException | ProviderException e) {
      throw failure(Reason.UNUSABLE, "the library does not load, or has no such slot: check both");
    }
  }

  private KeyStore login(Provider provider, char[] pin) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS11", provider);
      store.load(null, pin);
      return store;
    } catch (IOException e) {
      if (isFailedLogin(e)) {
        throw failure(
            Reason.WRONG_PIN, "the token refuses this PIN; after a few wrong ones it locks itself");
      }
      throw failure(Reason.UNUSABLE, "the token cannot be opened");
    } catch (GeneralSecurityException | ProviderException e) {
      throw failure(Reason.UNUSABLE, "the token cannot be opened");
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
    // "--" makes the JDK read the text itself instead of a file of that name.
    return String.format(
        Locale.ROOT,
        "--name=kalends%nlibrary=\"%s\"%n%s=%d%n",
        library.toAbsolutePath(),
        kind.attribute,
        number);
  }

  private String where() {
    return String.format(
        Locale.ROOT,
        "PKCS#11 library '%s', slot %s %d",
        library,
        kind.name().toLowerCase(Locale.ROOT),
        number);
  }

  private TokenFailure failure(Reason reason, String text) {
    return new TokenFailure(reason, where() + ": " + text);
  }
}
