package io.kalends.issuer.sandbox.caldav;

import io.kalends.edge.Request;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a client wants to be true before its request is done: RFC 9110, section 13.1.
 *
 * @param ifMatch entity tags or {@code *}; empty when nothing is asked
 * @param ifNoneMatch entity tags or {@code *}; empty when nothing is asked
 */
record Preconditions(List<String> ifMatch, List<String> ifNoneMatch) {

  static final Preconditions NONE = new Preconditions(List.of(), List.of());

  static Preconditions of(Request request) {
    return new Preconditions(
        tags(request.header("if-match")), tags(request.header("if-none-match")));
  }

  /**
   * Checks before a change.
   *
   * @param etag of what is there now
   * @throws DavError 412 when it is not what the client believes
   */
  void check(Optional<String> etag) {
    if (!ifMatch.isEmpty() && etag.filter(current -> names(ifMatch, current)).isEmpty()) {
      throw DavError.of(412, "If-Match does not hold: the object is absent or was changed");
    }
    if (etag.filter(this::isKnown).isPresent()) {
      throw DavError.of(412, "If-None-Match does not hold: the object is there");
    }
  }

  /** Whether the client has it already. */
  boolean isKnown(String etag) {
    return names(ifNoneMatch, etag);
  }

  private static boolean names(List<String> tags, String etag) {
    return tags.contains("*") || tags.contains(etag);
  }

  /** Ours have no comma inside, so another's that has one only fails to match. */
  private static List<String> tags(List<String> values) {
    return values.stream()
        .flatMap(value -> Arrays.stream(value.split(",")))
        .map(String::strip)
        .filter(tag -> !tag.isEmpty())
        .toList();
  }
}
