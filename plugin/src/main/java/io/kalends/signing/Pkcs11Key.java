package io.kalends.signing;

import io.kalends.signing.UnusableSigningKey.Reason;
import io.kalends.store.token.OpenToken;
import io.kalends.store.token.TokenFailure;
import io.kalends.store.token.TokenSlot;
import java.util.Arrays;

/** Opens the token a signing key is on. */
final class Pkcs11Key {

  private final Pkcs11Token token;

  Pkcs11Key(Pkcs11Token token) {
    this.token = token;
  }

  /**
   * Logs in.
   *
   * @throws UnusableSigningKey when the library is missing, the slot does not work, the PIN is
   *     wrong or the token does not answer
   */
  OpenToken open() {
    char[] pin = token.pin().reveal().toCharArray();
    try {
      return slot().open(pin);
    } catch (TokenFailure e) {
      throw new UnusableSigningKey(reason(e.reason()), String.valueOf(e.getMessage()));
    } finally {
      Arrays.fill(pin, ' ');
    }
  }

  private TokenSlot slot() {
    TokenSlot.Kind kind =
        token.slot().kind() == Pkcs11Token.Slot.Kind.ID ? TokenSlot.Kind.ID : TokenSlot.Kind.INDEX;
    return new TokenSlot(token.library(), kind, token.slot().number());
  }

  private static Reason reason(TokenFailure.Reason reason) {
    return switch (reason) {
      case LIBRARY_MISSING -> Reason.FILE_NOT_FOUND;
      case WRONG_PIN -> Reason.WRONG_PASSWORD;
      case UNUSABLE, NO_SUCH_KEY, OPERATION_FAILED -> Reason.TOKEN_UNUSABLE;
    };
  }
}
