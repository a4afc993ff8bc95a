package io.kalends.signing;

import io.kalends.secret.Secret;
import java.nio.file.Path;
import java.util.List;

/**
 * A signing key on a PKCS#11 token (HSM, smart card, SoftHSM). The token must hold the key and at
 * least its own certificate under the same id; the JDK does not show keys without one. The
 * certificates above it may come from files, since tokens often hold the signer's only.
 *
 * @param library the vendor's PKCS#11 library, for example {@code /usr/lib/softhsm/libsofthsm2.so}
 * @param slot which slot the token is in. The JDK offers no choice by token label; {@code
 *     pkcs11-tool --list-slots} shows the id of each
 * @param pin the user PIN
 * @param alias the label of the key; empty when the token holds one key only
 * @param certificates files with the rest of the chain; may be empty
 */
public record Pkcs11Token(
    Path library, Slot slot, Secret pin, String alias, List<Path> certificates) {

  /**
   * A slot, by the token's own id or by its place in the list of slots.
   *
   * @param kind what the number means
   * @param number not negative
   */
  public record Slot(Kind kind, long number) {

    /** What the number of a slot means. */
    public enum Kind {
      /** The id the library gives the slot: stays the same for one token. */
      ID,
      /** The place in the library's list of slots, from 0: may change when tokens come and go. */
      INDEX
    }

    /** Checks the number. */
    public Slot {
      if (number < 0) {
        throw new IllegalArgumentException("a slot must not be negative");
      }
    }
  }

  /** Keeps its own copy of the list. */
  public Pkcs11Token {
    certificates = List.copyOf(certificates);
  }
}
