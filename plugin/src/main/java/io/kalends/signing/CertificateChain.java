package io.kalends.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kalends.signing.UnusableSigningKey.Reason;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Puts certificates in order, the signer's first, and refuses what does not belong. */
final class CertificateChain {

  private static final byte[] TRIAL = "does this key fit this certificate?".getBytes(UTF_8);

  private CertificateChain() {}

  /**
   * The chain of a private key, whatever order the certificates came in.
   *
   * @throws UnusableSigningKey when none fits the key, or one is no part of the chain
   */
  static List<X509Certificate> of(PrivateKey key, KeyHome home, List<X509Certificate> pile) {
    X509Certificate leaf = leaf(key, home, pile);
    Set<X509Certificate> rest = new LinkedHashSet<>(pile);
    List<X509Certificate> chain = upFrom(leaf, rest);
    if (!rest.isEmpty()) {
      throw new UnusableSigningKey(
          Reason.UNRELATED_CERTIFICATE,
          "certificate '%s' did not issue any other in the chain of '%s': leave it out"
              .formatted(
                  CertificateSummary.subject(rest.iterator().next()),
                  CertificateSummary.subject(leaf)));
    }
    return chain;
  }

  /** From a certificate up as far as the pile leads; what is used is taken from the pile. */
  static List<X509Certificate> upFrom(X509Certificate leaf, Set<X509Certificate> pile) {
    List<X509Certificate> chain = new ArrayList<>();
    pile.remove(leaf);
    Optional<X509Certificate> next = Optional.of(leaf);
    while (next.isPresent()) {
      X509Certificate current = next.get();
      chain.add(current);
      next = pile.stream().filter(candidate -> issued(candidate, current)).findFirst();
      next.ifPresent(pile::remove);
    }
    return List.copyOf(chain);
  }

  /** Whether one certificate vouches for another: by name, and by signature. */
  static boolean issued(X509Certificate issuer, X509Certificate subject) {
    if (!issuer.getSubjectX500Principal().equals(subject.getIssuerX500Principal())) {
      return false;
    }
    try {
      subject.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  static boolean isSelfIssued(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  /**
   * Refuses a chain of which any certificate is not valid at the moment given.
   *
   * @throws UnusableSigningKey naming the certificate, its dates and the fix
   */
  static void requireValidAt(List<X509Certificate> chain, Instant now) {
    for (X509Certificate certificate : chain) {
      Instant from = certificate.getNotBefore().toInstant();
      Instant until = certificate.getNotAfter().toInstant();
      if (now.isAfter(until)) {
        throw new UnusableSigningKey(
            Reason.EXPIRED,
            "certificate '%s' expired at %s (now %s): renew it and sign with the new one"
                .formatted(CertificateSummary.subject(certificate), until, now));
      }
      if (now.isBefore(from)) {
        throw new UnusableSigningKey(
            Reason.NOT_YET_VALID,
            "certificate '%s' is valid from %s to %s, and now is %s: wait, or set this clock"
                .formatted(CertificateSummary.subject(certificate), from, until, now));
      }
    }
  }

  private static X509Certificate leaf(PrivateKey key, KeyHome home, List<X509Certificate> pile) {
    boolean rsa = key.getAlgorithm().equals("RSA");
    if (!rsa && !key.getAlgorithm().equals("EC")) {
      throw new UnusableSigningKey(
          Reason.UNSUPPORTED_ALGORITHM,
          "a private key of kind %s: use RSA of 2048 to 4096 bits, or ECDSA over P-256"
              .formatted(key.getAlgorithm()));
    }
    String algorithm = (rsa ? SignatureScheme.RSA : SignatureScheme.ECDSA).jcaName();
    requireSupported(key, pile);
    byte[] signature = trialSignature(key, home, algorithm);
    return pile.stream()
        .filter(certificate -> fits(certificate, algorithm, signature))
        .findFirst()
        .orElseThrow(
            () ->
                new UnusableSigningKey(
                    Reason.MISMATCHED_KEY,
                    "the private key does not belong to certificate '%s', nor to any other given:"
                            .formatted(CertificateSummary.subject(pile.get(0)))
                        + " use the key its request was made with"));
  }

  /** Before the trial, because the JVM itself may not know the curve. */
  private static void requireSupported(PrivateKey key, List<X509Certificate> pile) {
    List<UnusableSigningKey> refusals = new ArrayList<>();
    for (X509Certificate certificate : pile) {
      if (certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
        try {
          SignatureScheme.of(certificate);
          return;
        } catch (UnusableSigningKey e) {
          refusals.add(e);
        }
      }
    }
    if (!refusals.isEmpty()) {
      throw refusals.get(0);
    }
  }

  private static byte[] trialSignature(PrivateKey key, KeyHome home, String algorithm) {
    try {
      Signature signature = home.signature(algorithm);
      signature.initSign(key);
      signature.update(TRIAL);
      return signature.sign();
    } catch (GeneralSecurityException | ProviderException e) {
      throw new UnusableSigningKey(
          Reason.SIGNATURE_FAILED,
          "the private key cannot sign with %s (%s): it may be damaged, or forbidden to sign"
              .formatted(algorithm, e.getClass().getSimpleName()));
    }
  }

  private static boolean fits(X509Certificate certificate, String algorithm, byte[] signature) {
    try {
      Signature check = Signature.getInstance(algorithm);
      check.initVerify(certificate.getPublicKey());
      check.update(TRIAL);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
