package io.kalends.issuer.oauth;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kalends.edge.Endpoint;
import io.kalends.edge.Exchange;
import io.kalends.edge.Request;
import io.kalends.edge.Response;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.token.Grants;
import io.kalends.issuer.token.Issued;
import io.kalends.issuer.token.OAuthError;
import io.kalends.issuer.token.OAuthRefusal;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The token endpoint of generations v2 and v3: JSON or form in, flat JSON out. */
final class TokenEndpoint implements Endpoint {

  private static final Logger LOG = LoggerFactory.getLogger(TokenEndpoint.class);

  private final Clients clients;
  private final Grants grants;
  private final BooleanSupplier draining;

  TokenEndpoint(Clients clients, Grants grants, BooleanSupplier draining) {
    this.clients = clients;
    this.grants = grants;
    this.draining = draining;
  }

  @Override
  public Response answer(Request request, Exchange exchange) {
    try {
      return success(issued(request, exchange.logId()));
    } catch (OAuthRefusal e) {
      LOG.info("refused {}: code={} log_id={}", request, e.error().code(), exchange.logId());
      return failure(e);
    } catch (RuntimeException e) {
      LOG.error("failed {}: log_id={}", request, exchange.logId(), e);
      return failure(new OAuthRefusal(OAuthError.SERVER_ERROR));
    }
  }

  private Issued issued(Request request, String logId) {
    if (draining.getAsBoolean()) {
      throw new OAuthRefusal(OAuthError.UNAVAILABLE);
    }
    Form form = Form.read(request);
    String type = form.required("grant_type");
    App app = clients.client(request, form);
    Issued issued =
        switch (type) {
          case "authorization_code" -> grants.redeem(app, redemption(form));
          case "refresh_token" ->
              grants.refresh(
                  app,
                  new Grants.Refreshment(
                      Grants.Generation.V2, form.required("refresh_token"), form.list("scope")));
          default -> throw new OAuthRefusal(OAuthError.GRANT_TYPE_UNSUPPORTED);
        };
    LOG.info("issued tokens: app={} grant_type={} log_id={}", app.id(), type, logId);
    return issued;
  }

  private static Grants.Redemption redemption(Form form) {
    return new Grants.Redemption(
        Grants.Generation.V2,
        form.required("code"),
        form.text("redirect_uri"),
        form.text("code_verifier"),
        form.list("scope"));
  }

  private static Response success(Issued issued) {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("code", 0)
            .put("access_token", issued.accessToken())
            .put("expires_in", issued.accessLife().toSeconds())
            .put("token_type", "Bearer")
            .put("scope", String.join(" ", issued.scopes()));
    if (!issued.refreshToken().isEmpty()) {
      body.put("refresh_token", issued.refreshToken());
      body.put("refresh_token_expires_in", issued.refreshLife().toSeconds());
    }
    // RFC 6749, section 5.1, wants this one beside no-store.
    return Response.json(200, body.toString()).with("Pragma", "no-cache");
  }

  private static Response failure(OAuthRefusal refusal) {
    OAuthError error = refusal.error();
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("code", error.code())
            .put("error", error.word())
            .put("error_description", error.text());
    if (!refusal.challengeUrl().isEmpty()) {
      body.put("challenge_url", refusal.challengeUrl());
    }
    return Response.json(error.status(), body.toString());
  }
}
