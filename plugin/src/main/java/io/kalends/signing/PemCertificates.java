package io.kalends.signing;

import io.kalends.signing.UnusableSigningKey.Reason;
import io.kalends.store.file.AtomicFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * Certificate files as certificate authorities hand them out: PEM with any number of certificates
 * (other blocks, such as a key, are skipped), PKCS#7 ({@code .p7b}), or one certificate in DER.
 */
public final class PemCertificates {

  private static final Set<String> BLOCKS = Set.of("CERTIFICATE", "X509 CERTIFICATE", "PKCS7");
  private static final byte DER_SEQUENCE = 0x30;

  private PemCertificates() {}

  /**
   * Reads every certificate of a file, in the order of the file.
   *
   * @param file at most 1 MiB
   * @return at least one certificate
   * @throws UnusableSigningKey when the file is missing, damaged or holds no certificate
   */
  public static List<X509Certificate> read(Path file) {
    return parse(KeyFile.read(file), "file '" + file + "'");
  }

  /**
   * Writes certificates as PEM, atomically, mode 0600.
   *
   * @param file what to write or replace
   * @param certificates in the order wanted
   * @throws UncheckedIOException when the file cannot be written; then nothing has changed
   */
  public static void write(Path file, List<X509Certificate> certificates) {
    try {
      AtomicFile.write(file, pem(certificates).getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write certificates to '" + file + "'", e);
    }
  }

  /**
   * Certificates as PEM.
   *
   * @param certificates in the order wanted
   * @return one CERTIFICATE block each
   */
  public static String pem(List<X509Certificate> certificates) {
    Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
    StringBuilder pem = new StringBuilder();
    for (X509Certificate certificate : certificates) {
      pem.append("-----BEGIN CERTIFICATE-----\n")
          .append(lines.encodeToString(der(certificate)))
          .append("\n-----END CERTIFICATE-----\n");
    }
    return pem.toString();
  }

  static List<X509Certificate> parse(byte[] bytes, String source) {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      if (bytes.length > 0 && bytes[0] == DER_SEQUENCE) {
        certificates.addAll(parseDer(bytes));
      } else {
        for (byte[] block : blocks(bytes)) {
          certificates.addAll(parseDer(block));
        }
      }
    } catch (IOException | CertificateException | IllegalStateException e) {
      throw new UnusableSigningKey(
          Reason.UNREADABLE,
          source + " holds a certificate that is damaged or cut off: fetch it again");
    }
    if (certificates.isEmpty()) {
      throw new UnusableSigningKey(
          Reason.NO_CERTIFICATE,
          source
              + " holds no certificate: expected PEM blocks that begin with"
              + " '-----BEGIN CERTIFICATE-----'");
    }
    return List.copyOf(certificates);
  }

  static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read cannot be written", e);
    }
  }

  private static List<byte[]> blocks(byte[] bytes) throws IOException {
    List<byte[]> blocks = new ArrayList<>();
    try (PemReader reader =
        new PemReader(
            new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.ISO_8859_1))) {
      for (PemObject block = reader.readPemObject();
          block != null;
          block = reader.readPemObject()) {
        if (BLOCKS.contains(block.getType())) {
          blocks.add(block.getContent());
        }
      }
    }
    return blocks;
  }

  private static List<X509Certificate> parseDer(byte[] der) throws CertificateException {
    // The factory takes one certificate or a whole PKCS#7 bag.
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(der))
        .stream()
        .map(X509Certificate.class::cast)
        .toList();
  }
}
