package io.kalends.issuer.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** Makes the POST of a document: encrypted and signed when the app has an Encrypt Key. */
final class EventRequest {

  private static final int NONCE_BYTES = 8;

  private EventRequest() {}

  static HttpPost of(EventTarget target, String document, Instant now, SecureRandom random) {
    HttpPost request = new HttpPost(target.url());
    request.setHeader("Content-Type", "application/json; charset=utf-8");
    request.setHeader("Accept-Encoding", "identity");
    request.setHeader("User-Agent", "Kalends");
    // The next event may be hours away; a kept connection would be closed by then.
    request.setHeader("Connection", "close");
    byte[] body = document.getBytes(UTF_8);
    if (target.isEncrypted()) {
      body = encrypted(target, body, random);
      byte[] nonce = new byte[NONCE_BYTES];
      random.nextBytes(nonce);
      EventSignature signature =
          EventSignature.of(
              Long.toString(now.getEpochSecond()),
              HexFormat.of().formatHex(nonce),
              target.encryptKey(),
              body);
      request.setHeader(EventSignature.TIMESTAMP, signature.timestamp());
      request.setHeader(EventSignature.NONCE, signature.nonce());
      request.setHeader(EventSignature.SIGNATURE, signature.value());
    }
    request.setEntity(new ByteArrayEntity(body, null));
    return request;
  }

  private static byte[] encrypted(EventTarget target, byte[] document, SecureRandom random) {
    String encrypted = EventCipher.of(target.encryptKey()).encrypt(document, random);
    return EventJson.onTheWire(JsonNodeFactory.instance.objectNode().put("encrypt", encrypted))
        .getBytes(UTF_8);
  }
}
