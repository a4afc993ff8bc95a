package io.kalends.signing;

import io.kalends.signing.UnusableSigningKey.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/**
 * The private key of a PEM file: PKCS#8, encrypted PKCS#8, or OpenSSL's own forms for RSA and EC.
 * Causes are left out of its errors on purpose: parsers like to quote what they read.
 */
final class PemPrivateKey {

  private final Path file;
  private final char[] password;

  /** The password may be empty: then the key must be in clear. */
  PemPrivateKey(Path file, char[] password) {
    this.file = file;
    this.password = password;
  }

  /**
   * Reads the one key of the file.
   *
   * @throws UnusableSigningKey for every way this can fail
   */
  PrivateKey read() {
    List<Object> keys = keys(KeyFile.read(file));
    if (keys.isEmpty()) {
      throw unusable(
          Reason.NO_PRIVATE_KEY,
          "holds no private key: expected a PEM block such as '-----BEGIN PRIVATE KEY-----'");
    }
    if (keys.size() > 1) {
      throw unusable(
          Reason.SEVERAL_KEYS, "holds " + keys.size() + " private keys: leave one in the file");
    }
    return key(clear(keys.get(0)));
  }

  private List<Object> keys(byte[] bytes) {
    List<Object> keys = new ArrayList<>();
    try (PEMParser parser =
        new PEMParser(
            new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.ISO_8859_1))) {
      for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
        if (block instanceof PrivateKeyInfo
            || block instanceof PKCS8EncryptedPrivateKeyInfo
            || block instanceof PEMKeyPair
            || block instanceof PEMEncryptedKeyPair) {
          keys.add(block);
        }
      }
    } catch (IOException | RuntimeException e) {
      throw unusable(Reason.UNREADABLE, "is damaged or cut off");
    }
    return keys;
  }

  private PrivateKeyInfo clear(Object block) {
    if (block instanceof PrivateKeyInfo info) {
      return info;
    }
    if (block instanceof PEMKeyPair pair) {
      return pair.getPrivateKeyInfo();
    }
    if (password.length == 0) {
      throw unusable(Reason.PASSWORD_MISSING, "holds an encrypted key: name its password");
    }
    // Passed as an object, never registered: an embedding program's providers stay as they are.
    BouncyCastleProvider provider = new BouncyCastleProvider();
    try {
      if (block instanceof PEMEncryptedKeyPair pair) {
        return pair.decryptKeyPair(
                new JcePEMDecryptorProviderBuilder().setProvider(provider).build(password))
            .getPrivateKeyInfo();
      }
      return ((PKCS8EncryptedPrivateKeyInfo) block)
          .decryptPrivateKeyInfo(
              new JceOpenSSLPKCS8DecryptorProviderBuilder().setProvider(provider).build(password));
    } catch (IOException | PKCSException | OperatorCreationException | RuntimeException e) {
      throw unusable(
          Reason.WRONG_PASSWORD, "does not open with this password, or its key is damaged");
    }
  }

  private PrivateKey key(PrivateKeyInfo info) {
    ASN1ObjectIdentifier algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
    boolean rsa = algorithm.equals(PKCSObjectIdentifiers.rsaEncryption);
    if (!rsa && !algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      throw unusable(
          Reason.UNSUPPORTED_ALGORITHM,
          "holds a key of kind %s: use RSA of 2048 to 4096 bits, or ECDSA over P-256"
              .formatted(algorithm));
    }
    try {
      return KeyFactory.getInstance(rsa ? "RSA" : "EC")
          .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    } catch (GeneralSecurityException | IOException e) {
      throw unusable(Reason.UNREADABLE, "holds a private key that is damaged");
    }
  }

  private UnusableSigningKey unusable(Reason reason, String text) {
    return new UnusableSigningKey(reason, "key file '" + file + "' " + text);
  }
}
