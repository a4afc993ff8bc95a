package io.kalends.signing;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Signature;

/** Where a private key lives, which decides who can compute with it. */
sealed interface KeyHome {

  /** An object for one signature algorithm, not yet initialised. */
  Signature signature(String algorithm) throws NoSuchAlgorithmException;

  /** In this process: any provider will do. */
  record Memory() implements KeyHome {
    @Override
    public Signature signature(String algorithm) throws NoSuchAlgorithmException {
      return Signature.getInstance(algorithm);
    }
  }

  /** On a PKCS#11 token, which never lets go of it: only the token's provider can use it. */
  record Token(Provider provider) implements KeyHome {
    @Override
    public Signature signature(String algorithm) throws NoSuchAlgorithmException {
      return Signature.getInstance(algorithm, provider);
    }
  }
}
