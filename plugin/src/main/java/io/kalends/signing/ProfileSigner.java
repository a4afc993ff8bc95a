package io.kalends.signing;

import io.kalends.delivery.SignedProfile;
import io.kalends.delivery.UnsignedProfile;
import io.kalends.signing.UnusableSigningKey.Reason;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import java.time.Clock;
import java.time.Instant;

/**
 * Signs Apple configuration profiles: CMS SignedData (RFC 5652) with the profile attached, DER with
 * definite lengths throughout, SHA-256, RSA PKCS#1 v1.5 or ECDSA, the whole chain with the signer's
 * certificate first, and the signing time. Reads and verifies what it made before handing it out:
 * never returns unsigned or unverified bytes. Safe for use by several threads.
 */
public final class ProfileSigner {

  private final SigningIdentity identity;
  private final Clock clock;
  private final KeyOperation key;
  private final SignedDataTemplate template;
  private final byte[] certificates;

  /**
   * Prepares all that is the same for every profile, by the fastest provider that works with the
   * key: the token's own for a key on a token; else the Amazon Corretto Crypto Provider when it is
   * on the class path and loads; else the JDK's. The log says which.
   *
   * @param identity key and chain
   * @param clock gives the signing time, and tells whether the certificates are valid
   * @throws UnusableSigningKey when a certificate is not valid now, or the key does not work
   */
  public ProfileSigner(SigningIdentity identity, Clock clock) {
    this(identity, clock, KeyOperation::fastest);
  }

  /**
   * The same by one named provider, for those who must use it.
   *
   * @param identity key and chain; not on a token
   * @param clock gives the signing time, and tells whether the certificates are valid
   * @param provider computes signatures with SHA-256
   * @throws UnusableSigningKey when a certificate is not valid now, or the key does not work
   */
  public ProfileSigner(SigningIdentity identity, Clock clock, Provider provider) {
    this(identity, clock, who -> KeyOperation.by(provider, who));
  }

  private ProfileSigner(SigningIdentity identity, Clock clock, KeyChoice choice) {
    this.identity = identity;
    this.clock = clock;
    CertificateChain.requireValidAt(identity.chain(), clock.instant());
    try {
      this.key = choice.of(identity);
    } catch (GeneralSecurityException | ProviderException e) {
      throw failed(e);
    }
    this.template = new SignedDataTemplate(identity.chain(), identity.scheme());
    this.certificates = template.certificates();
  }

  /**
   * Makes sure that signing would work now, as cheaply as that can be known: certificates are
   * looked at; a key in memory was tried when this was made and cannot go away; a token can be
   * pulled out, so its key is tried.
   *
   * @throws UnusableSigningKey as {@link #sign(UnsignedProfile)} does
   */
  public void requireReady() {
    if (identity.home() instanceof KeyHome.Token) {
      sign(new byte[0]);
    } else {
      CertificateChain.requireValidAt(identity.chain(), clock.instant());
    }
  }

  /**
   * Signs a profile.
   *
   * @param profile canonical property list
   * @return the same content inside a signature, under the same identity
   * @throws UnusableSigningKey when a certificate is not valid at this moment, the key does not
   *     answer (a token pulled out), or what it made does not verify
   */
  public SignedProfile sign(UnsignedProfile profile) {
    return new SignedProfile(profile.identity(), sign(profile.bytes()));
  }

  /**
   * Signs any content.
   *
   * @param content becomes the attached content, byte by byte
   * @return DER
   * @throws UnusableSigningKey as {@link #sign(UnsignedProfile)} does
   */
  public byte[] sign(byte[] content) {
    byte[] signed = signUnverified(content);
    verify(signed, content);
    return signed;
  }

  /** For the benchmark, which measures each stage; nothing else may hand these bytes out. */
  byte[] signUnverified(byte[] content) {
    Instant now = clock.instant();
    CertificateChain.requireValidAt(identity.chain(), now);
    byte[] attributes = SignedDataTemplate.attributes(sha256().digest(content), now);
    try {
      return template.assemble(content, attributes, key.sign(attributes));
    } catch (GeneralSecurityException | ProviderException e) {
      throw failed(e);
    }
  }

  /** Reads the finished bytes as a device would, so that no fault of ours or the key's gets out. */
  void verify(byte[] signed, byte[] content) {
    try {
      ParsedSignedData parsed = ParsedSignedData.read(signed);
      MessageDigest digest = sha256();
      parsed.content().digest(digest);
      boolean right =
          parsed.content().hasContents(content)
              && parsed.certificates().hasEncoding(certificates)
              && parsed.attributes().messageDigest().hasContents(digest.digest())
              && key.verify(parsed.attributes().signedBytes(), parsed.signature().contents());
      if (!right) {
        throw new GeneralSecurityException("the finished profile does not verify");
      }
    } catch (MalformedCms | GeneralSecurityException | ProviderException e) {
      throw failed(e);
    }
  }

  private UnusableSigningKey failed(Exception e) {
    return new UnusableSigningKey(
        Reason.SIGNATURE_FAILED,
        "signing with %s failed, nothing was signed: %s".formatted(identity, e.getMessage()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "ProfileSigner[" + identity + "]";
  }

  /** How the provider is chosen. */
  private interface KeyChoice {
    KeyOperation of(SigningIdentity identity) throws GeneralSecurityException;
  }
}
