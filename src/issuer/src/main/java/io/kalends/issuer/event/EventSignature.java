package io.kalends.issuer.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * How a receiver knows that an event is ours. A plain hash and no HMAC, as Feishu prescribes it; it
 * exists only for an app with an Encrypt Key, for the key is all that is secret in it.
 *
 * @param timestamp seconds since 1970, sent as {@link #TIMESTAMP}
 * @param nonce never used before, sent as {@link #NONCE}
 * @param value sent as {@link #SIGNATURE}
 */
record EventSignature(String timestamp, String nonce, String value) {

  static final String TIMESTAMP = "X-Lark-Request-Timestamp";
  static final String NONCE = "X-Lark-Request-Nonce";
  static final String SIGNATURE = "X-Lark-Signature";

  /**
   * Signs.
   *
   * @param body the very bytes that are sent
   * @return lower-case hex of SHA-256 over timestamp, nonce, Encrypt Key and body
   */
  static EventSignature of(String timestamp, String nonce, String encryptKey, byte[] body) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update((timestamp + nonce + encryptKey).getBytes(UTF_8));
      return new EventSignature(timestamp, nonce, HexFormat.of().formatHex(sha256.digest(body)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
