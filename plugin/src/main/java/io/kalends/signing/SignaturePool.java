package io.kalends.signing;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Initialised {@link Signature} objects for one key. Making one costs up to 20 us and none can be
 * shared by two threads at once, so they are lent out; there are as many as there were threads at
 * the same time. One that failed is not used again.
 */
final class SignaturePool {

  /** Makes an object initialised with the key. */
  interface Maker {
    Signature make() throws GeneralSecurityException;
  }

  private final Maker maker;
  private final Queue<Signature> idle = new ConcurrentLinkedQueue<>();

  SignaturePool(Maker maker) {
    this.maker = maker;
  }

  byte[] sign(byte[] message) throws GeneralSecurityException {
    Signature signature = take();
    signature.update(message);
    byte[] value = signature.sign();
    idle.add(signature);
    return value;
  }

  boolean verify(byte[] message, byte[] value) throws GeneralSecurityException {
    Signature signature = take();
    signature.update(message);
    boolean right = signature.verify(value);
    idle.add(signature);
    return right;
  }

  private Signature take() throws GeneralSecurityException {
    Signature signature = idle.poll();
    return signature == null ? maker.make() : signature;
  }
}
