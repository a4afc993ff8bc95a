package io.kalends.issuer.admin;

import io.kalends.edge.Parameters;
import io.kalends.edge.Response;
import io.kalends.edge.config.Fields;
import io.kalends.edge.config.InvalidSetting;
import io.kalends.issuer.credential.Credential;
import io.kalends.issuer.credential.CredentialQuery;
import io.kalends.issuer.credential.Minted;
import io.kalends.issuer.directory.Person;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Calls about credentials. */
final class CredentialCalls {

  private final Administered all;
  private final Finder finder;
  private final Audit audit;

  CredentialCalls(Administered all, Audit audit) {
    this.all = all;
    this.finder = new Finder(all.directory(), all.people());
    this.audit = audit;
  }

  Response list(AdminCall call) {
    Parameters query = call.query(Set.of("tenant", "user", "deviceName", "live", "after", "limit"));
    int limit = AdminCall.limit(query);
    CredentialQuery wanted =
        new CredentialQuery(
            query.one("tenant").orElse(""),
            Finder.email(query.one("user").orElse("")),
            query.one("deviceName").stream().toList(),
            AdminCall.flag(query, "live"),
            AdminCall.number(query, "after", 0, Long.MAX_VALUE),
            limit);
    return AdminJson.page(
        "credentials",
        all.credentials().page(wanted).stream().map(AdminJson::credential).toList(),
        limit);
  }

  Response revoke(AdminCall call) {
    long id = id(call);
    call.body(Set.of());
    Credential revoked =
        audit.change(
            call,
            "revoke credential",
            connection ->
                new Audit.Done<>(
                    String.valueOf(id),
                    all.credentials()
                        .revoke(connection, id, by(call))
                        .orElseThrow(
                            () -> AdminProblem.notFound("id", "no credential has this id"))));
    return AdminJson.answer(200, AdminJson.credential(revoked));
  }

  /** Everything of one person under one device name, or everything of one person. */
  Response revokeOf(AdminCall call) {
    Fields body = call.body(Set.of("user", "tenant", "deviceName", "all"));
    boolean every = body.flag("all");
    if (every == body.has("deviceName")) {
      throw new InvalidSetting("deviceName", "set either deviceName or all: true");
    }
    int revoked =
        audit.change(
            call,
            "revoke credentials",
            connection -> {
              Person person = finder.person(connection, body);
              int count =
                  every
                      ? all.credentials().revokeAll(connection, person.id(), by(call))
                      : all.credentials()
                          .revoke(connection, person.id(), body.text("deviceName"), by(call));
              return new Audit.Done<>(
                  count + " of person " + person.id() + " " + person.email(), count);
            });
    return AdminJson.answer(200, Map.of("revoked", revoked));
  }

  /**
   * Whether a pair would be let in now, by the same look-up as for a proxy. It is no use of the
   * credential, and nothing is written down.
   */
  Response check(AdminCall call) {
    Fields body = call.body(Set.of("userName", "password"));
    boolean logsIn =
        all.credentials().authenticate(body.text("userName"), body.text("password")).isPresent();
    return AdminJson.answer(200, Map.of("logsIn", logsIn));
  }

  /** A new password, shown once, in place of one that stops at once. */
  Response rotate(AdminCall call) {
    long id = id(call);
    call.body(Set.of());
    Minted minted =
        audit.change(
            call,
            "rotate credential",
            connection ->
                new Audit.Done<>(
                    String.valueOf(id),
                    all.credentials()
                        .rotate(connection, id, by(call))
                        .orElseThrow(
                            () -> AdminProblem.notFound("id", "no live credential has this id"))));
    Map<String, Object> shown = new LinkedHashMap<>(AdminJson.credential(minted.credential()));
    shown.put("password", minted.password());
    return AdminJson.answer(200, shown);
  }

  private static String by(AdminCall call) {
    return "administrator " + call.actor();
  }

  private static long id(AdminCall call) {
    try {
      return Long.parseLong(call.exchange().part("id"));
    } catch (NumberFormatException e) {
      throw new InvalidSetting("id", "must be a number from the list of credentials");
    }
  }
}
