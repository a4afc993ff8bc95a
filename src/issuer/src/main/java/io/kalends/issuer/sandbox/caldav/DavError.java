package io.kalends.issuer.sandbox.caldav;

import io.kalends.edge.Response;
import java.util.Map;
import java.util.Optional;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/**
 * A refusal on its way to the client: status, words, and the precondition if a standard names it.
 */
final class DavError extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;
  private final @Nullable QName precondition;

  private DavError(int status, @Nullable QName precondition, String text) {
    super(text, null, false, false);
    this.status = status;
    this.precondition = precondition;
  }

  /** Refused in words; they never repeat what the client sent. */
  static DavError of(int status, String text) {
    return new DavError(status, null, text);
  }

  /** Refused by a precondition of RFC 4918, 4791 or 6578. */
  static DavError of(int status, QName precondition) {
    return new DavError(status, precondition, precondition.getLocalPart());
  }

  int status() {
    return status;
  }

  Response response() {
    return Optional.ofNullable(precondition)
        .map(
            name -> {
              Markup markup = Markup.document(Xml.dav("error"));
              markup.empty(name);
              return new Response(status, Markup.CONTENT_TYPE, Map.of(), markup.finish());
            })
        .orElseGet(() -> Response.text(status, String.valueOf(getMessage())));
  }
}
