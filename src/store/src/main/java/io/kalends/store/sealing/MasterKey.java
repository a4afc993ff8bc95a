package io.kalends.store.sealing;

import io.kalends.store.token.OpenToken;
import io.kalends.store.token.TokenFailure;
import io.kalends.store.token.TokenFailure.Reason;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** One key that data keys are wrapped under: in memory, or a handle of one inside a token. */
final class MasterKey {

  private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,64}");

  private final String id;
  private final SecretKey key;
  private final AesGcm gcm;
  private final String where;

  private MasterKey(String id, SecretKey key, AesGcm gcm, String where) {
    if (!isId(id)) {
      throw new IllegalArgumentException(
          "key id must have 1 to 64 printable ASCII characters and no blanks");
    }
    this.id = id;
    this.key = key;
    this.gcm = gcm;
    this.where = where;
  }

  static boolean isId(String id) {
    return ID.matcher(id).matches();
  }

  /** A key of 32 bytes, copied. */
  static MasterKey inMemory(String id, byte[] bytes) {
    if (bytes.length != AesGcm.KEY_BYTES) {
      throw new IllegalArgumentException("master key must have 32 bytes");
    }
    return new MasterKey(id, new SecretKeySpec(bytes, "AES"), AesGcm.here(), "this process");
  }

  /**
   * A key inside a token, tried out: what cannot wrap is found at the start and not at the first
   * secret.
   *
   * @throws TokenFailure when there is no such key, or it does not wrap and unwrap
   */
  static MasterKey inToken(OpenToken token, String alias, SecureRandom random) {
    String where = token.where() + ": key '" + alias + "'";
    if (!isId(alias)) {
      throw new TokenFailure(
          Reason.NO_SUCH_KEY,
          where
              + " cannot be a key id; label it with 1 to 64 printable ASCII characters, no blanks");
    }
    SecretKey key =
        find(token, alias, where)
            .filter(found -> found.getAlgorithm().equals("AES"))
            .orElseThrow(
                () ->
                    new TokenFailure(
                        Reason.NO_SUCH_KEY,
                        where
                            + " is not there, or no AES key; make one of 256 bits with that label"
                            + " (CKA_LABEL)"));
    MasterKey master = new MasterKey(alias, key, AesGcm.in(token.provider()), where);
    master.tryOut(random);
    return master;
  }

  private static Optional<SecretKey> find(OpenToken token, String alias, String where) {
    try {
      return token.keys().getKey(alias, null) instanceof SecretKey key
          ? Optional.of(key)
          : Optional.empty();
    } catch (GeneralSecurityException | ProviderException e) {
      throw new TokenFailure(Reason.NO_SUCH_KEY, where + " cannot be read", e);
    }
  }

  String id() {
    return id;
  }

  /**
   * Wraps a data key.
   *
   * @throws TokenFailure when the token does not do it
   */
  byte[] wrap(byte[] dataKey, byte[] bound, SecureRandom random) {
    try {
      return gcm.encrypt(key, dataKey, bound, random);
    } catch (GeneralSecurityException | ProviderException e) {
      throw failed(e);
    }
  }

  /**
   * Unwraps a data key.
   *
   * @throws AEADBadTagException when it was bound to something else, or damaged
   * @throws TokenFailure when the token does not do it
   */
  byte[] unwrap(byte[] wrapped, byte[] bound, SecureRandom random) throws AEADBadTagException {
    try {
      return gcm.decrypt(key, wrapped, bound);
    } catch (AEADBadTagException e) {
      throw e;
    } catch (GeneralSecurityException | ProviderException e) {
      // Some tokens answer a wrong tag with an error of their own: then all the rest works.
      tryOut(random);
      AEADBadTagException wrongTag = new AEADBadTagException(where + " does not unwrap it");
      wrongTag.initCause(e);
      throw wrongTag;
    }
  }

  private void tryOut(SecureRandom random) {
    byte[] sample = new byte[AesGcm.KEY_BYTES];
    random.nextBytes(sample);
    byte[] bound = {0};
    try {
      byte[] back = gcm.decrypt(key, gcm.encrypt(key, sample, bound, random), bound);
      if (!MessageDigest.isEqual(sample, back)) {
        throw new TokenFailure(Reason.OPERATION_FAILED, where + " unwraps something else");
      }
    } catch (GeneralSecurityException | ProviderException e) {
      throw failed(e);
    } finally {
      Arrays.fill(sample, (byte) 0);
    }
  }

  private TokenFailure failed(Exception e) {
    return new TokenFailure(
        Reason.OPERATION_FAILED,
        where
            + " does not do AES-GCM; it must allow encrypting and decrypting (CKA_ENCRYPT,"
            + " CKA_DECRYPT, CKM_AES_GCM), and the token must be there",
        e);
  }

  /** Whether both are the same bytes in memory; what is inside tokens nobody can tell. */
  boolean hasBytesOf(MasterKey other) {
    byte[] mine = key.getEncoded();
    byte[] theirs = other.key.getEncoded();
    return mine != null && theirs != null && MessageDigest.isEqual(mine, theirs);
  }

  /** Its id. */
  @Override
  public String toString() {
    return id;
  }
}
