package io.kalends.testkit.mdm;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The signature of src/docs/adapters/generic.md, written a second time from that page alone. */
public final class CallbackSignature {

  /** The header that carries it. */
  public static final String HEADER = "X-Kalends-Signature";

  private final byte[] secret;

  /**
   * Signs and recognises.
   *
   * @param secret shared by both sides
   */
  public CallbackSignature(String secret) {
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Signs a body.
   *
   * @param body byte for byte as it is sent
   * @return the header's value, of this moment
   */
  public String now(byte[] body) {
    long time = Instant.now().getEpochSecond();
    return "t=" + time + ",v1=" + mac(String.valueOf(time), body);
  }

  boolean isGenuine(@Nullable String header, byte[] body) {
    if (header == null || !header.startsWith("t=") || !header.contains(",v1=")) {
      return false;
    }
    String time = header.substring(2, header.indexOf(','));
    String expected = "t=" + time + ",v1=" + mac(time, body);
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), header.getBytes(StandardCharsets.UTF_8));
  }

  private String mac(String time, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA-256", e);
    }
  }
}
