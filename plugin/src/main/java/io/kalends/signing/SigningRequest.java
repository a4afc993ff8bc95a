package io.kalends.signing;

import io.kalends.secret.Secret;
import io.kalends.store.file.AtomicFile;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * A new signing key, and the request (PKCS#10, RFC 2986) to take to a certificate authority. Its
 * answer joins the key by {@link SigningIdentity#pem(Path, Secret, java.util.List,
 * java.time.Clock)}, which refuses an answer made for another key; then {@link
 * SigningIdentity#writePkcs12} makes one file of both.
 */
public final class SigningRequest {

  private static final int KEY_ITERATIONS = 210_000;

  private final KeyPair keys;
  private final PKCS10CertificationRequest request;

  private SigningRequest(KeyPair keys, PKCS10CertificationRequest request) {
    this.keys = keys;
    this.request = request;
  }

  /**
   * Makes a key and the request for it.
   *
   * @param name common name asked for, 1 to 64 characters
   * @param type kind of the key
   * @param random for the key
   * @return both, in memory
   */
  public static SigningRequest create(String name, KeyType type, SecureRandom random) {
    KeyPair keys = type.generate(random);
    try {
      return new SigningRequest(
          keys,
          new JcaPKCS10CertificationRequestBuilder(
                  SigningAuthority.commonName(name), keys.getPublic())
              .build(CertificateDraft.signer(keys.getPrivate())));
    } catch (OperatorCreationException e) {
      throw new IllegalStateException("this JVM cannot sign a certificate request", e);
    }
  }

  /**
   * The request.
   *
   * @return one CERTIFICATE REQUEST block of PEM; holds no secret
   */
  public String pem() {
    try {
      return pem(new PemObject("CERTIFICATE REQUEST", request.getEncoded()));
    } catch (IOException e) {
      throw new IllegalStateException("cannot encode a certificate request", e);
    }
  }

  /**
   * Writes the request, atomically.
   *
   * @param file what to write or replace
   * @throws UncheckedIOException when the file cannot be written; then nothing has changed
   */
  public void write(Path file) {
    write(file, pem());
  }

  /**
   * Writes the private key as encrypted PKCS#8 (PBES2: AES-256, PBKDF2 with HMAC-SHA-256),
   * atomically, mode 0600.
   *
   * @param file what to write or replace
   * @param password what will open it
   * @throws UncheckedIOException when the file cannot be written; then nothing has changed
   */
  public void writeKey(Path file, Secret password) {
    try {
      OutputEncryptor encryptor =
          new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
              .setProvider(new BouncyCastleProvider())
              .setPRF(
                  new AlgorithmIdentifier(
                      PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE))
              .setIterationCount(KEY_ITERATIONS)
              .setPassword(password.reveal().toCharArray())
              .build();
      write(file, pem(new JcaPKCS8Generator(keys.getPrivate(), encryptor).generate()));
    } catch (OperatorCreationException | IOException e) {
      throw new IllegalStateException("this JVM cannot encrypt a private key", e);
    }
  }

  private static void write(Path file, String text) {
    try {
      AtomicFile.write(file, text.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write '" + file + "'", e);
    }
  }

  private static String pem(PemObject block) throws IOException {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(block);
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return "SigningRequest[" + request.getSubject() + "]";
  }
}
