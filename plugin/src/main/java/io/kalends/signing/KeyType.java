package io.kalends.signing;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/** A kind of key that Kalends can make. All of them sign with SHA-256. */
public enum KeyType {
  /** RSA of 2048 bits: the default, understood by every device. */
  RSA_2048(2048),
  /** RSA of 3072 bits: three times slower to sign with. */
  RSA_3072(3072),
  /** ECDSA over P-256: small and fast. */
  EC_P256(256);

  private final int bits;

  KeyType(int bits) {
    this.bits = bits;
  }

  /** A new key of this kind. */
  KeyPair generate(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(this == EC_P256 ? "EC" : "RSA");
      generator.initialize(
          this == EC_P256
              ? new ECGenParameterSpec("secp256r1")
              : new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4),
          random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot make a key of kind " + this, e);
    }
  }
}
