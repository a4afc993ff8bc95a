package io.kalends.edge;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.util.Callback;

/** Turns what Jetty brings into records, and hands back what they are answered with. */
final class Edge extends org.eclipse.jetty.server.Handler.Abstract {

  private final Handler handler;

  Edge(Handler handler) {
    this.handler = handler;
  }

  @Override
  public boolean handle(
      org.eclipse.jetty.server.Request request,
      org.eclipse.jetty.server.Response response,
      Callback callback) {
    Response answer = handler.handle(WholeBody.of(request));
    new Sending(answer, request, response, callback).send();
    return true;
  }

  /** The request without its body. */
  static Request head(org.eclipse.jetty.server.Request request) {
    Map<String, List<String>> headers = new HashMap<>();
    for (HttpField field : request.getHeaders()) {
      String value = Objects.requireNonNullElse(field.getValue(), "");
      headers.merge(field.getLowerCaseName(), List.of(value), Edge::joined);
    }
    return new Request(
        request.getMethod(),
        Objects.requireNonNullElse(request.getHttpURI().getPath(), ""),
        Objects.requireNonNullElse(request.getHttpURI().getQuery(), ""),
        headers,
        Body.EMPTY,
        remote(request));
  }

  private static List<String> joined(List<String> first, List<String> more) {
    List<String> all = new ArrayList<>(first);
    all.addAll(more);
    return all;
  }

  private static String remote(org.eclipse.jetty.server.Request request) {
    if (request.getConnectionMetaData().getRemoteSocketAddress()
        instanceof InetSocketAddress socket) {
      InetAddress address = socket.getAddress();
      return address == null ? socket.getHostString() : address.getHostAddress();
    }
    return "";
  }
}
