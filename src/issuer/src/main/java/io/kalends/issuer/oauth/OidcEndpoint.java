package io.kalends.issuer.oauth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kalends.edge.Endpoint;
import io.kalends.edge.Exchange;
import io.kalends.edge.Request;
import io.kalends.edge.Response;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.token.AppAccess;
import io.kalends.issuer.token.AppTokens;
import io.kalends.issuer.token.Grants;
import io.kalends.issuer.token.Issued;
import io.kalends.issuer.token.OAuthError;
import io.kalends.issuer.token.OAuthRefusal;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The old OIDC pair, which is all the official Java SDK knows: the app proves itself with its app
 * token, answers are wrapped in {@code data}, and failures have HTTP status 200.
 */
final class OidcEndpoint implements Endpoint {

  private static final Logger LOG = LoggerFactory.getLogger(OidcEndpoint.class);

  private static final int TOKEN_MISSING = 99991661;
  private static final int APP_TOKEN_BAD = 99991664;

  private final String grantType;
  private final AppTokens appTokens;
  private final Grants grants;
  private final BooleanSupplier draining;

  OidcEndpoint(String grantType, AppTokens appTokens, Grants grants, BooleanSupplier draining) {
    this.grantType = grantType;
    this.appTokens = appTokens;
    this.grants = grants;
    this.draining = draining;
  }

  @Override
  public Response answer(Request request, Exchange exchange) {
    String logId = exchange.logId();
    try {
      String token = Gateway.bearer(request);
      if (token.isEmpty()) {
        return Gateway.refusal(TOKEN_MISSING, "Missing access token for authorization.", logId);
      }
      Optional<AppAccess> access = appTokens.find(token).filter(found -> !found.tenantToken());
      if (access.isEmpty()) {
        return Gateway.refusal(APP_TOKEN_BAD, "Invalid app access token.", logId);
      }
      Issued issued = issued(access.get().app(), request);
      LOG.info("issued tokens: app={} {} log_id={}", access.get().app(), grantType, logId);
      return success(issued);
    } catch (OAuthRefusal e) {
      LOG.info("refused {}: code={} log_id={}", request, e.error().code(), logId);
      return failure(200, e);
    } catch (RuntimeException e) {
      LOG.error("failed {}: log_id={}", request, logId, e);
      return failure(500, new OAuthRefusal(OAuthError.SERVER_ERROR));
    }
  }

  private Issued issued(App app, Request request) {
    if (draining.getAsBoolean()) {
      throw new OAuthRefusal(OAuthError.UNAVAILABLE);
    }
    Form form = Form.read(request);
    if (!form.required("grant_type").equals(grantType)) {
      throw new OAuthRefusal(OAuthError.GRANT_TYPE_UNSUPPORTED);
    }
    return grantType.equals("refresh_token")
        ? grants.refresh(
            app,
            new Grants.Refreshment(
                Grants.Generation.V1, form.required("refresh_token"), form.list("scope")))
        : grants.redeem(
            app,
            new Grants.Redemption(
                Grants.Generation.V1,
                form.required("code"),
                form.text("redirect_uri"),
                form.text("code_verifier"),
                form.list("scope")));
  }

  private static Response success(Issued issued) {
    ObjectNode body = Gateway.body(0, "success");
    ObjectNode data = body.putObject("data");
    data.put("access_token", issued.accessToken());
    data.put("token_type", "Bearer");
    // As seen: a second has passed by the time it is said.
    data.put("expires_in", issued.accessLife().toSeconds() - 1);
    data.put("scope", String.join(" ", issued.scopes()));
    if (!issued.refreshToken().isEmpty()) {
      data.put("refresh_token", issued.refreshToken());
      data.put("refresh_expires_in", issued.refreshLife().toSeconds() - 1);
    }
    return Response.json(200, body.toString()).with("Pragma", "no-cache");
  }

  private static Response failure(int status, OAuthRefusal refusal) {
    ObjectNode body = Gateway.body(refusal.error().code(), refusal.error().text());
    if (!refusal.challengeUrl().isEmpty()) {
      body.put("challenge_url", refusal.challengeUrl());
    }
    return Response.json(status, body.toString());
  }
}
