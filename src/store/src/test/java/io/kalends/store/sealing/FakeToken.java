package io.kalends.store.sealing;

import io.kalends.store.token.OpenToken;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;

/** A token as vendors make them: it answers a wrong tag in its own way, and can be pulled out. */
final class FakeToken extends Provider {

  private static final long serialVersionUID = 1L;

  private boolean gone;

  FakeToken() {
    super("FakeToken", "1", "a token that can be pulled out");
    putService(
        new Service(
            this, "Cipher", "AES/GCM/NoPadding", TokenCipher.class.getName(), null, Map.of()) {
          @Override
          public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
            return new TokenCipher(FakeToken.this);
          }
        });
  }

  void pullOut() {
    gone = true;
  }

  OpenToken holding(String alias, SecretKey key) {
    try {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      keys.setKeyEntry(alias, key, new char[0], null);
      return new OpenToken(this, keys, "fake token in slot 7");
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The JDK's cipher, with a vendor's errors. */
  private static final class TokenCipher extends CipherSpi {
    private final FakeToken token;
    private final Cipher real;

    TokenCipher(FakeToken token) throws NoSuchAlgorithmException {
      this.token = token;
      try {
        this.real = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
      } catch (GeneralSecurityException e) {
        throw new NoSuchAlgorithmException(e);
      }
    }

    @Override
    protected byte[] engineDoFinal(byte[] in, int offset, int length)
        throws IllegalBlockSizeException, BadPaddingException {
      if (token.gone) {
        throw new ProviderException("CKR_DEVICE_REMOVED");
      }
      try {
        return real.doFinal(in, offset, length);
      } catch (AEADBadTagException e) {
        throw new ProviderException("CKR_FUNCTION_FAILED");
      }
    }

    @Override
    protected int engineDoFinal(byte[] in, int offset, int length, byte[] out, int at)
        throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
      return real.doFinal(in, offset, length, out, at);
    }

    @Override
    protected void engineUpdateAAD(byte[] bytes, int offset, int length) {
      real.updateAAD(bytes, offset, length);
    }

    @Override
    protected void engineInit(
        int mode, Key key, AlgorithmParameterSpec parameters, SecureRandom random)
        throws InvalidKeyException, InvalidAlgorithmParameterException {
      real.init(mode, key, parameters);
    }

    @Override
    protected void engineInit(int mode, Key key, SecureRandom random) throws InvalidKeyException {
      real.init(mode, key);
    }

    @Override
    protected void engineInit(
        int mode, Key key, AlgorithmParameters parameters, SecureRandom random)
        throws InvalidKeyException, InvalidAlgorithmParameterException {
      real.init(mode, key, parameters);
    }

    @Override
    protected byte[] engineUpdate(byte[] in, int offset, int length) {
      return real.update(in, offset, length);
    }

    @Override
    protected int engineUpdate(byte[] in, int offset, int length, byte[] out, int at)
        throws ShortBufferException {
      return real.update(in, offset, length, out, at);
    }

    @Override
    protected int engineGetBlockSize() {
      return real.getBlockSize();
    }

    @Override
    protected int engineGetOutputSize(int length) {
      return real.getOutputSize(length);
    }

    @Override
    protected byte[] engineGetIV() {
      return real.getIV();
    }

    @Override
    protected AlgorithmParameters engineGetParameters() {
      return real.getParameters();
    }

    @Override
    protected void engineSetMode(String mode) throws NoSuchAlgorithmException {
      throw new NoSuchAlgorithmException(mode);
    }

    @Override
    protected void engineSetPadding(String padding) {
      throw new IllegalArgumentException(padding);
    }
  }
}
