package io.kalends.issuer.oauth;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kalends.edge.Request;
import io.kalends.edge.Response;
import java.util.List;

/**
 * What the older endpoints have in common: a Bearer token, and bodies with {@code code} and {@code
 * msg}.
 */
final class Gateway {

  private static final String SCHEME = "Bearer ";

  private Gateway() {}

  /** The token; empty when there is none, or more than one. */
  static String bearer(Request request) {
    List<String> sent = request.header("authorization");
    return sent.size() == 1 && sent.get(0).startsWith(SCHEME)
        ? sent.get(0).substring(SCHEME.length()).strip()
        : "";
  }

  static ObjectNode body(int code, String msg) {
    return JsonNodeFactory.instance.objectNode().put("code", code).put("msg", msg);
  }

  /** What the gateway refuses before anybody else sees it. */
  static Response refusal(int code, String msg, String logId) {
    ObjectNode body = body(code, msg);
    body.putObject("error")
        .put("log_id", logId)
        .put("troubleshooter", "Search the issuer's log for log_id=" + logId + " code=" + code);
    return Response.json(400, body.toString());
  }
}
