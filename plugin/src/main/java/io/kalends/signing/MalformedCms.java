package io.kalends.signing;

import io.kalends.finding.Finding;

/** Bytes that are no strict DER, or no SignedData of the one shape that devices are given. */
final class MalformedCms extends Exception {

  private final String where;

  MalformedCms(String where, String text) {
    super(text);
    this.where = where;
  }

  Finding finding() {
    return Finding.error(where, String.valueOf(getMessage()));
  }
}
