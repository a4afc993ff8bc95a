package io.kalends.profile;

/**
 * Bytes that are no property list, or one that only an attacker would write. The message names the
 * place and the fix and quotes nothing of the content, which may hold a password.
 */
public final class UnreadableProfile extends IllegalArgumentException {

  UnreadableProfile(String message) {
    super(message);
  }
}
