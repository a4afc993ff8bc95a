package io.kalends.issuer.directory;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;

/** Whether an app is who it says it is. Safe for use by several threads. */
public final class AppSecrets {

  /**
   * Whether a secret is one of an app's. Takes the same time whichever of them it is, and however
   * much of it is right.
   *
   * @param app as configured
   * @param sent what came with the call; not kept
   * @return false for an app without secrets
   */
  public boolean matches(App app, String sent) {
    byte[] hash = SecretHash.sent(sent).sha256().getBytes(US_ASCII);
    boolean found = false;
    for (SecretHash secret : app.secrets()) {
      found |= MessageDigest.isEqual(secret.sha256().getBytes(US_ASCII), hash);
    }
    return found;
  }
}
