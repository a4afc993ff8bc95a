package io.kalends.issuer.contract;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kalends.edge.Response;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The bodies of the contract: one shape for success, one for refusals. */
final class Replies {

  private static final String DOCS = "https://open.feishu.cn/document/";
  private static final String CONTRACT_PAGE =
      DOCS + "server-docs/calendar-v4/setting/generate_caldav_conf";

  private Replies() {}

  static Response success(Consumer<ObjectNode> data) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("code", 0).put("msg", "success");
    data.accept(body.putObject("data"));
    return Response.json(200, body.toString());
  }

  static Response refusal(Refusal refusal, int status, String logId) {
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
    addScopes(details, refusal);
    addViolations(details, refusal);
    addHelp(details, error);
    Response reply = Response.json(status, body.toString());
    for (Map.Entry<String, String> header : refusal.headers().entrySet()) {
      reply = reply.with(header.getKey(), header.getValue());
    }
    return reply;
  }

  private static void addScopes(ObjectNode details, Refusal refusal) {
    boolean app = refusal.error() == ContractError.APP_SCOPE_MISSING;
    for (String scope : new TreeSet<>(refusal.scopes())) {
      details.put("message", CONTRACT_PAGE);
      details
          .withArrayProperty("permission_violations")
          .addObject()
          .put("type", app ? "action_scope_required" : "action_privilege_required")
          .put("subject", scope);
    }
  }

  private static void addViolations(ObjectNode details, Refusal refusal) {
    for (Refusal.Violation violation : refusal.violations()) {
      details
          .withArrayProperty("field_violations")
          .addObject()
          .put("field", violation.field())
          .put("value", violation.value())
          .put("description", violation.description());
    }
  }

  private static void addHelp(ObjectNode details, ContractError error) {
    String help =
        switch (error) {
          case APP_SCOPE_MISSING ->
              "give the app one of these scopes in the issuer's configuration";
          case USER_SCOPE_MISSING, NO_PERMISSION ->
              "let the user grant the app one of these scopes";
          case NO_BOT -> "give the app a bot in the issuer's configuration";
          case WRONG_UNIT -> "give app and tenant the same unit in the issuer's configuration";
          case NOT_INSTALLED -> "install the app in the tenant in the issuer's configuration";
          case APP_DISABLED -> "enable the app in the issuer's configuration";
          case ADDRESS_REFUSED -> "put the caller's address on the app's allow list";
          default -> "";
        };
    if (!help.isEmpty()) {
      details
          .withArrayProperty("helps")
          .addObject()
          .put("url", CONTRACT_PAGE)
          .put("description", help);
    }
  }
}
