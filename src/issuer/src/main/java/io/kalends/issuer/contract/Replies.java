package io.kalends.issuer.contract;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kalends.issuer.http.Response;
import java.util.Map;
import java.util.TreeSet;

/** The bodies of the contract: one shape for success, one for refusals. */
final class Replies {

  private static final String CONTRACT_PAGE =
      "https://open.feishu.cn/document/server-docs/calendar-v4/setting/generate_caldav_conf";

  private final Map<ContractError, Integer> statuses;

  /**
   * Replies with some statuses set otherwise.
   *
   * @param statuses in place of the assumed ones
   */
  Replies(Map<ContractError, Integer> statuses) {
    this.statuses = Map.copyOf(statuses);
  }

  Response success(Map<String, String> data) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("code", 0).put("msg", "success");
    ObjectNode fields = body.putObject("data");
    data.forEach(fields::put);
    return Response.json(200, body.toString());
  }

  Response refusal(Refusal refusal, String logId) {
    ContractError error = refusal.error();
    ObjectNode body =
        JsonNodeFactory.instance.objectNode().put("code", error.code()).put("msg", error.text());
    if (!error.isGateway()) {
      body.putObject("data");
    }
    ObjectNode details =
        body.putObject("error")
            .put("log_id", logId)
            .put(
                "troubleshooter",
                "Search the issuer's log for log_id=" + logId + " code=" + error.code());
    if (!refusal.scopes().isEmpty()) {
      addScopes(details, refusal);
    }
    Response reply = Response.json(statuses.getOrDefault(error, error.status()), body.toString());
    for (Map.Entry<String, String> header : refusal.headers().entrySet()) {
      reply = reply.with(header.getKey(), header.getValue());
    }
    return reply;
  }

  private static void addScopes(ObjectNode details, Refusal refusal) {
    boolean app = refusal.error() == ContractError.APP_SCOPE_MISSING;
    details.put("message", CONTRACT_PAGE);
    for (String scope : new TreeSet<>(refusal.scopes())) {
      details
          .withArrayProperty("permission_violations")
          .addObject()
          .put("type", app ? "action_scope_required" : "action_privilege_required")
          .put("subject", scope);
    }
    details
        .withArrayProperty("helps")
        .addObject()
        .put("url", CONTRACT_PAGE)
        .put(
            "description",
            app
                ? "give the app one of these scopes in the issuer's users file"
                : "let the user grant the app one of these scopes");
  }
}
