package io.kalends.adapters.generic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kalends.secret.Secret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The header {@code X-Kalends-Signature: t=<epoch seconds>,v1=<hex>}, where the hex digits are
 * HMAC-SHA-256 of the digits of {@code t}, a point and the body. The time is signed too, so that an
 * old request cannot be sent again as a new one.
 */
final class Signatures {

  static final String HEADER = "X-Kalends-Signature";

  private static final String ALGORITHM = "HmacSHA256";
  private static final Pattern FORM = Pattern.compile("t=([0-9]{1,12}),v1=([0-9a-fA-F]{64})");

  private final List<Secret> accepted;
  private final Duration tolerance;
  private final Clock clock;

  /**
   * Signatures under shared secrets.
   *
   * @param accepted the first one signs, all of them verify
   * @param tolerance how far a request's time may be from ours, either way
   */
  Signatures(List<Secret> accepted, Duration tolerance, Clock clock) {
    this.accepted = List.copyOf(accepted);
    this.tolerance = tolerance;
    this.clock = clock;
  }

  /** The header's value for a body sent now. */
  String of(byte[] body) {
    String time = Long.toString(clock.instant().getEpochSecond());
    return "t=" + time + ",v1=" + HexFormat.of().formatHex(mac(accepted.get(0), time, body));
  }

  /** Whether somebody who knows a secret signed this body, just now. */
  boolean isGenuine(Optional<String> header, byte[] body) {
    Matcher form = FORM.matcher(header.orElse(""));
    if (!form.matches()) {
      return false;
    }
    String time = form.group(1);
    byte[] claimed = HexFormat.of().parseHex(form.group(2));
    boolean genuine = false;
    for (Secret secret : accepted) {
      // Not cut short: how long it takes must not tell which secret was nearly right.
      genuine |= MessageDigest.isEqual(mac(secret, time, body), claimed);
    }
    return genuine && isFresh(Instant.ofEpochSecond(Long.parseLong(time)));
  }

  private boolean isFresh(Instant signed) {
    return Duration.between(signed, clock.instant()).abs().compareTo(tolerance) <= 0;
  }

  private static byte[] mac(Secret secret, String time, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.reveal().getBytes(UTF_8), ALGORITHM));
      mac.update((time + ".").getBytes(UTF_8));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "Signatures[" + accepted.size() + " secrets, within " + tolerance + "]";
  }
}
