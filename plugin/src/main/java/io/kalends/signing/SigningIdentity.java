package io.kalends.signing;

import io.kalends.finding.Finding;
import io.kalends.secret.Secret;
import io.kalends.signing.UnusableSigningKey.Reason;
import io.kalends.store.token.OpenToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A private key and its certificate chain, the signer's certificate first. Checked when made: the
 * key fits the first certificate, each certificate is issued by the next, all are valid now, and
 * the key is RSA of 2048 to 4096 bits or ECDSA over P-256 (or P-384).
 *
 * <p>Every loader throws {@link UnusableSigningKey}, whose message names the file and the fix.
 */
public final class SigningIdentity {

  private final PrivateKey key;
  private final KeyHome home;
  private final SignatureScheme scheme;
  private final List<X509Certificate> chain;

  private SigningIdentity(
      PrivateKey key, KeyHome home, SignatureScheme scheme, List<X509Certificate> chain) {
    this.key = key;
    this.home = home;
    this.scheme = scheme;
    this.chain = chain;
  }

  /**
   * The only key of a PKCS#12 file.
   *
   * @param file PKCS#12, for example {@code signing.p12}
   * @param password of the file and the key in it
   * @param clock tells which certificates are valid
   * @return the key with the chain stored beside it
   */
  public static SigningIdentity pkcs12(Path file, Secret password, Clock clock) {
    return pkcs12(file, password, "", clock);
  }

  /**
   * A named key of a PKCS#12 file.
   *
   * @param file PKCS#12
   * @param password of the file and the key in it
   * @param alias the friendly name of the key; empty for the only one
   * @param clock tells which certificates are valid
   * @return the key with the chain stored beside it
   */
  public static SigningIdentity pkcs12(Path file, Secret password, String alias, Clock clock) {
    KeyEntry entry = new Pkcs12File(file, password).read(alias);
    return of(entry.key(), entry.certificates(), clock);
  }

  /**
   * A key in clear in a PEM file, with certificates from other files, or from the same.
   *
   * @param key PKCS#8, or OpenSSL's {@code RSA PRIVATE KEY} or {@code EC PRIVATE KEY}
   * @param certificates files of PEM certificates, in any order
   * @param clock tells which certificates are valid
   * @return the key with its chain in order
   */
  public static SigningIdentity pem(Path key, List<Path> certificates, Clock clock) {
    return pem(key, new char[0], certificates, clock);
  }

  /**
   * An encrypted key in a PEM file, with certificates from other files, or from the same. This is
   * also how a certificate authority's answer joins the key of a {@link SigningRequest}.
   *
   * @param key encrypted PKCS#8, or OpenSSL's older encrypted forms
   * @param password of the key; not used when the key is in clear
   * @param certificates files of PEM certificates, in any order
   * @param clock tells which certificates are valid
   * @return the key with its chain in order
   */
  public static SigningIdentity pem(
      Path key, Secret password, List<Path> certificates, Clock clock) {
    return pem(key, password.reveal().toCharArray(), certificates, clock);
  }

  private static SigningIdentity pem(
      Path file, char[] password, List<Path> certificates, Clock clock) {
    try {
      return of(new PemPrivateKey(file, password).read(), readAll(certificates), clock);
    } finally {
      Arrays.fill(password, ' ');
    }
  }

  /**
   * A key on a PKCS#11 token. It stays there: the token's own provider signs.
   *
   * @param token where it is
   * @param clock tells which certificates are valid
   * @return the key with the chain of the token and of the files named
   */
  public static SigningIdentity pkcs11(Pkcs11Token token, Clock clock) {
    OpenToken open = new Pkcs11Key(token).open();
    KeyEntry entry = KeyEntry.find(open.keys(), token.alias(), new char[0], "the PKCS#11 token");
    List<X509Certificate> pile = new ArrayList<>(entry.certificates());
    pile.addAll(readAll(token.certificates()));
    return of(entry.key(), new KeyHome.Token(open.provider()), pile, clock);
  }

  /**
   * A key in memory.
   *
   * @param key the private key
   * @param certificates in any order; none that is no part of the chain
   * @param clock tells which certificates are valid
   * @return the key with its chain in order
   */
  public static SigningIdentity of(
      PrivateKey key, List<X509Certificate> certificates, Clock clock) {
    return of(key, new KeyHome.Memory(), certificates, clock);
  }

  private static SigningIdentity of(
      PrivateKey key, KeyHome home, List<X509Certificate> certificates, Clock clock) {
    if (certificates.isEmpty()) {
      throw new UnusableSigningKey(
          Reason.NO_CERTIFICATE,
          "there is a private key but no certificate: name the file that holds it");
    }
    List<X509Certificate> chain = CertificateChain.of(key, home, certificates);
    SignatureScheme scheme = SignatureScheme.of(chain.get(0));
    CertificateChain.requireValidAt(chain, clock.instant());
    return new SigningIdentity(key, home, scheme, chain);
  }

  private static List<X509Certificate> readAll(List<Path> files) {
    return files.stream().flatMap(file -> PemCertificates.read(file).stream()).toList();
  }

  /**
   * The certificates.
   *
   * @return the signer's first, then whoever issued the one before
   */
  public List<X509Certificate> chain() {
    return chain;
  }

  /**
   * The certificates in words.
   *
   * @return the signer's first
   */
  public List<CertificateSummary> certificates() {
    return chain.stream().map(CertificateSummary::of).toList();
  }

  /**
   * What an administrator should know although signing works: a certificate that expires within 30
   * days, a missing issuer, a certificate made for another purpose.
   *
   * @param clock tells what is soon
   * @return warnings; empty when all is well
   */
  public List<Finding> warnings(Clock clock) {
    return ChainFindings.ofSigner(chain, clock.instant());
  }

  /**
   * Writes the key and its chain as PKCS#12 (AES-256, readable by OpenSSL 3 and JDK 17),
   * atomically, mode 0600. An existing file is replaced.
   *
   * @param file what to write
   * @param password what will open it
   * @throws UncheckedIOException when the file cannot be written; then nothing has changed
   * @throws UnusableSigningKey when the key is on a token, which does not let go of it
   */
  public void writePkcs12(Path file, Secret password) {
    if (home instanceof KeyHome.Token) {
      throw new UnusableSigningKey(
          Reason.TOKEN_UNUSABLE, "a key on a PKCS#11 token cannot be copied to a file");
    }
    try {
      new Pkcs12File(file, password).write(key, chain);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the signing key to '" + file + "'", e);
    }
  }

  PrivateKey key() {
    return key;
  }

  KeyHome home() {
    return home;
  }

  SignatureScheme scheme() {
    return scheme;
  }

  @Override
  public String toString() {
    CertificateSummary leaf = CertificateSummary.of(chain.get(0));
    return "SigningIdentity[%s, %s, until %s, chain of %d]"
        .formatted(leaf.subject(), leaf.algorithm(), leaf.notAfter(), chain.size());
  }
}
