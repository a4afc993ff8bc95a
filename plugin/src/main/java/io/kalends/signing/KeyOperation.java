package io.kalends.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signing and verifying with one key, by the provider chosen for it: the token's own for a key on a
 * token; else the Amazon Corretto Crypto Provider when its jar is on the class path, its natives
 * load and its self-tests pass (about three times as fast for RSA-2048); else the JDK's.
 */
final class KeyOperation {

  private static final Logger LOG = LoggerFactory.getLogger(KeyOperation.class);
  private static final String CORRETTO =
      "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
  private static final byte[] TRIAL = "does this provider work with this key?".getBytes(UTF_8);

  private final SignaturePool signing;
  private final SignaturePool verifying;
  private final String provider;

  private KeyOperation(SignaturePool signing, SignaturePool verifying, String provider) {
    this.signing = signing;
    this.verifying = verifying;
    this.provider = provider;
  }

  /** The fastest that works with this key. Says once, in the log, which it is. */
  static KeyOperation fastest(SigningIdentity identity) throws GeneralSecurityException {
    KeyOperation chosen = choose(identity);
    LOG.info("signing profiles with {}, key operations by {}", identity, chosen.provider);
    return chosen;
  }

  private static KeyOperation choose(SigningIdentity identity) throws GeneralSecurityException {
    if (identity.home() instanceof KeyHome.Memory) {
      Optional<Provider> corretto = corretto();
      if (corretto.isPresent()) {
        try {
          return by(corretto.get(), identity);
        } catch (GeneralSecurityException | ProviderException e) {
          LOG.warn("{} does not work with this key, the JDK signs: {}", CORRETTO, e.toString());
        }
      }
    }
    return byHome(identity);
  }

  /** By one provider only; the key is handed over to it once, not at every signature. */
  static KeyOperation by(Provider provider, SigningIdentity identity)
      throws GeneralSecurityException {
    String algorithm = identity.scheme().jcaName();
    PrivateKey own = identity.key();
    PublicKey ownPublic = identity.chain().get(0).getPublicKey();
    // The JDK splits factories and signatures over several providers: there nothing is to
    // translate.
    if (provider.getService("KeyFactory", identity.scheme().keyAlgorithm()) != null) {
      KeyFactory factory = KeyFactory.getInstance(identity.scheme().keyAlgorithm(), provider);
      own = (PrivateKey) factory.translateKey(own);
      ownPublic = (PublicKey) factory.translateKey(ownPublic);
    }
    PrivateKey key = own;
    PublicKey publicKey = ownPublic;
    return proven(
        new KeyOperation(
            new SignaturePool(() -> initSign(Signature.getInstance(algorithm, provider), key)),
            new SignaturePool(
                () -> initVerify(Signature.getInstance(algorithm, provider), publicKey)),
            provider.getName() + " " + provider.getVersionStr()));
  }

  private static KeyOperation byHome(SigningIdentity identity) throws GeneralSecurityException {
    String algorithm = identity.scheme().jcaName();
    PublicKey publicKey = identity.chain().get(0).getPublicKey();
    // The provider is known only after a key was shown to it.
    Signature first = initSign(identity.home().signature(algorithm), identity.key());
    return proven(
        new KeyOperation(
            new SignaturePool(() -> initSign(identity.home().signature(algorithm), identity.key())),
            new SignaturePool(() -> initVerify(Signature.getInstance(algorithm), publicKey)),
            first.getProvider().getName() + " " + first.getProvider().getVersionStr()));
  }

  private static KeyOperation proven(KeyOperation operation) throws GeneralSecurityException {
    if (!operation.verify(TRIAL, operation.sign(TRIAL))) {
      throw new GeneralSecurityException(
          operation.provider + " made a signature that does not verify");
    }
    return operation;
  }

  byte[] sign(byte[] message) throws GeneralSecurityException {
    return signing.sign(message);
  }

  boolean verify(byte[] message, byte[] signature) throws GeneralSecurityException {
    return verifying.verify(message, signature);
  }

  /** By reflection, because its jar is optional and holds natives for one platform. */
  private static Optional<Provider> corretto() {
    try {
      Class<?> type = Class.forName(CORRETTO);
      Object instance = type.getField("INSTANCE").get(null);
      type.getMethod("assertHealthy").invoke(instance);
      return Optional.of((Provider) instance);
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    } catch (ReflectiveOperationException | LinkageError e) {
      LOG.info("{} is there but does not load here, the JDK signs: {}", CORRETTO, cause(e));
      return Optional.empty();
    }
  }

  private static String cause(Throwable thrown) {
    return String.valueOf(thrown.getCause() == null ? thrown : thrown.getCause());
  }

  private static Signature initSign(Signature signature, PrivateKey key)
      throws GeneralSecurityException {
    signature.initSign(key);
    return signature;
  }

  private static Signature initVerify(Signature signature, PublicKey key)
      throws GeneralSecurityException {
    signature.initVerify(key);
    return signature;
  }
}
