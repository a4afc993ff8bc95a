package io.kalends.signing;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Self-signed certificates of kinds that Kalends itself does not make. */
record ForeignCertificate(KeyPair keys, X509Certificate certificate) {

  static ForeignCertificate ofKind(String kind) throws Exception {
    return switch (kind) {
      case "RSA 1024" -> {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(1024);
        yield selfSigned(rsa.generateKeyPair(), "SHA256withRSA", "CN=Foreign");
      }
      case "EC P-521" -> selfSigned(curve("secp521r1"), "SHA256withECDSA", "CN=Foreign");
      // As many bits as P-256, but another curve.
      case "EC P-256" -> selfSigned(curve("secp256k1"), "SHA256withECDSA", "CN=Foreign");
      case "Ed25519" ->
          selfSigned(
              KeyPairGenerator.getInstance("Ed25519").generateKeyPair(), "Ed25519", "CN=Foreign");
      default -> throw new IllegalArgumentException(kind);
    };
  }

  static ForeignCertificate selfSigned(KeyPair keys, String algorithm, String name)
      throws Exception {
    X500Name subject = new X500Name(name);
    return new ForeignCertificate(
        keys,
        new JcaX509CertificateConverter()
            .getCertificate(
                new JcaX509v3CertificateBuilder(
                        subject,
                        BigInteger.TEN,
                        Date.from(TestKeys.NOW.minus(Duration.ofDays(1))),
                        Date.from(TestKeys.NOW.plus(Duration.ofDays(300))),
                        subject,
                        keys.getPublic())
                    .build(
                        new JcaContentSignerBuilder(algorithm)
                            .setProvider(new BouncyCastleProvider())
                            .build(keys.getPrivate()))));
  }

  private static KeyPair curve(String name) throws Exception {
    KeyPairGenerator ec = KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
    ec.initialize(new ECGenParameterSpec(name));
    return ec.generateKeyPair();
  }
}
