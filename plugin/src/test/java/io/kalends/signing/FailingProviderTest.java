package io.kalends.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.signing.UnusableSigningKey.Reason;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A provider that computes wrongly must not get a single profile out of the door. */
class FailingProviderTest {

  @Test
  void aProviderThatIsWrongFromTheStartIsRefusedAtOnce() {
    assertThatThrownBy(() -> signer(0))
        .isInstanceOf(UnusableSigningKey.class)
        .hasMessageContaining("does not verify")
        .extracting(e -> ((UnusableSigningKey) e).reason())
        .isEqualTo(Reason.SIGNATURE_FAILED);
  }

  @Test
  void aProviderThatGoesWrongLaterSignsNothing() {
    ProfileSigner signer = signer(2);
    assertThat(signer.sign(new byte[10])).isNotEmpty();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> signer.sign(new byte[10]))
          .isInstanceOf(UnusableSigningKey.class)
          .hasMessageContaining("nothing was signed")
          .hasMessageContaining("does not verify");
    }
  }

  private static ProfileSigner signer(int rightSignatures) {
    Flaky.left = rightSignatures;
    return new ProfileSigner(TestKeys.RSA.signer, TestKeys.CLOCK, new FlakyProvider());
  }

  private static final class FlakyProvider extends Provider {
    private static final long serialVersionUID = 1L;

    FlakyProvider() {
      super("Flaky", "1", "computes wrongly after a while");
      putService(
          new Service(this, "Signature", "SHA256withRSA", Flaky.class.getName(), null, Map.of()));
    }
  }

  /** The JDK's signature, spoilt when none are left. */
  public static final class Flaky extends SignatureSpi {
    private static int left;
    private final Signature real;

    /** Called by the JCA. */
    public Flaky() throws Exception {
      real = Signature.getInstance("SHA256withRSA", Security.getProvider("SunRsaSign"));
    }

    @Override
    protected void engineInitVerify(PublicKey key) throws java.security.InvalidKeyException {
      real.initVerify(key);
    }

    @Override
    protected void engineInitSign(PrivateKey key) throws java.security.InvalidKeyException {
      real.initSign(key);
    }

    @Override
    protected void engineUpdate(byte b) throws SignatureException {
      real.update(b);
    }

    @Override
    protected void engineUpdate(byte[] bytes, int offset, int length) throws SignatureException {
      real.update(bytes, offset, length);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
      byte[] value = real.sign();
      if (left-- <= 0) {
        value[20] ^= 1;
      }
      return value;
    }

    @Override
    protected boolean engineVerify(byte[] value) throws SignatureException {
      return real.verify(value);
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {
      throw new IllegalArgumentException(name);
    }

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
      throw new IllegalArgumentException(name);
    }
  }
}
