package io.kalends.issuer.event;

/**
 * Whether an app's event URL answered as an app must before events are sent to it.
 *
 * @param passed it sent the challenge back in time
 * @param explanation what it did instead and what it should do, for whoever set the URL; empty when
 *     it passed
 */
public record UrlCheck(boolean passed, String explanation) {

  static UrlCheck success() {
    return new UrlCheck(true, "");
  }

  static UrlCheck failure(String explanation) {
    return new UrlCheck(false, explanation);
  }
}
