package io.kalends.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What Jetty refuses by itself is answered in our words: no page, no stack, no echo. */
final class MalformedRequests extends ErrorHandler {

  private final Handler handler;

  MalformedRequests(Handler handler) {
    this.handler = handler;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    io.kalends.edge.Response answer = handler.malformed(response.getStatus());
    answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    // Whatever else this client sends may be the rest of what was refused.
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    response.write(true, UTF_8.encode(answer.body()), callback);
    return true;
  }
}
