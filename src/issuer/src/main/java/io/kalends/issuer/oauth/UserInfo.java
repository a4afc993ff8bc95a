package io.kalends.issuer.oauth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kalends.edge.Endpoint;
import io.kalends.edge.Exchange;
import io.kalends.edge.Request;
import io.kalends.edge.Response;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.directory.PersonIds;
import io.kalends.issuer.directory.UserToken;
import io.kalends.issuer.token.Access;
import io.kalends.issuer.token.AccessTokens;
import io.kalends.issuer.token.OAuthError;
import io.kalends.issuer.token.OAuthRefusal;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who a user access token belongs to. Failures have HTTP status 200, but for our own faults. */
final class UserInfo implements Endpoint {

  private static final Logger LOG = LoggerFactory.getLogger(UserInfo.class);

  private final Directory directory;
  private final AccessTokens tokens;
  private final PersonIds ids;
  private final Clock clock;

  UserInfo(Directory directory, AccessTokens tokens, PersonIds ids, Clock clock) {
    this.directory = directory;
    this.tokens = tokens;
    this.ids = ids;
    this.clock = clock;
  }

  @Override
  public Response answer(Request request, Exchange exchange) {
    try {
      ObjectNode body = Gateway.body(0, "success");
      fill(body.putObject("data"), request);
      return Response.json(200, body.toString());
    } catch (OAuthRefusal e) {
      OAuthError error = e.error();
      LOG.info("refused {}: code={} log_id={}", request, error.code(), exchange.logId());
      return Response.json(200, Gateway.body(error.code(), error.text()).toString());
    } catch (RuntimeException e) {
      LOG.error("failed {}: log_id={}", request, exchange.logId(), e);
      OAuthError error = OAuthError.SERVER_ERROR;
      return Response.json(500, Gateway.body(error.code(), error.text()).toString());
    }
  }

  private void fill(ObjectNode data, Request request) {
    Access access = access(request);
    App app =
        directory
            .app(access.app())
            .filter(found -> found.has(App.Switch.ENABLED))
            .orElseThrow(() -> new OAuthRefusal(OAuthError.ACCESS_TOKEN_INVALID));
    Person person = access.person();
    Set<String> scopes = new HashSet<>(access.scopes());
    scopes.retainAll(app.scopes());
    data.put("name", person.name());
    data.put("en_name", person.profile().enName());
    // There are no pictures here; clients expect the fields.
    for (String field : List.of("avatar_url", "avatar_thumb", "avatar_middle", "avatar_big")) {
      data.put(field, "");
    }
    data.put("open_id", ids.openId(app.id(), person));
    data.put("union_id", ids.unionId(person));
    data.put("tenant_key", person.tenant());
    Person.Profile profile = person.profile();
    gated(data, "email", person.email(), scopes, "contact:user.email:readonly");
    gated(data, "mobile", profile.mobile(), scopes, "contact:user.phone:readonly");
    gated(data, "user_id", ids.userId(person), scopes, "contact:user.employee_id:readonly");
    gated(data, "employee_no", profile.employeeNo(), scopes, "contact:user.employee:readonly");
    gated(
        data,
        "enterprise_email",
        profile.enterpriseEmail(),
        scopes,
        "contact:user.employee:readonly");
  }

  private static void gated(
      ObjectNode data, String field, String value, Set<String> scopes, String scope) {
    if (scopes.contains(scope) && !value.isEmpty()) {
      data.put(field, value);
    }
  }

  private Access access(Request request) {
    String token = Gateway.bearer(request);
    if (token.isEmpty()) {
      throw new OAuthRefusal(OAuthError.FIELD_MISSING);
    }
    if (!UserToken.looksRight(token)) {
      throw new OAuthRefusal(OAuthError.ACCESS_TOKEN_INVALID);
    }
    UserToken sent = UserToken.sent(token);
    Access access =
        tokens
            .find(sent)
            .orElseThrow(
                () ->
                    new OAuthRefusal(
                        tokens.isKnown(sent)
                            ? OAuthError.USER_MISSING
                            : OAuthError.ACCESS_TOKEN_INVALID));
    // First: a leaver's tokens are revoked, and the app is to hear of the leaving.
    checkStatus(access.person());
    if (access.revoked() || !clock.instant().isBefore(access.expires())) {
      throw new OAuthRefusal(OAuthError.ACCESS_TOKEN_INVALID);
    }
    return access;
  }

  private static void checkStatus(Person person) {
    switch (person.status()) {
      case RESIGNED -> throw new OAuthRefusal(OAuthError.USER_RESIGNED);
      case FROZEN -> throw new OAuthRefusal(OAuthError.USER_FROZEN);
      case UNREGISTERED -> throw new OAuthRefusal(OAuthError.USER_UNREGISTERED);
      case ACTIVE -> {
        // Passes.
      }
    }
  }
}
