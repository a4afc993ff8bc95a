package io.kalends.issuer.admin;

import io.kalends.edge.Response;
import io.kalends.edge.config.Fields;
import io.kalends.edge.config.InvalidSetting;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.AppSecrets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Calls about apps and their secrets. */
final class AppCalls {

  private static final int DEFAULT_GRACE_HOURS = 24;
  private static final int MAX_GRACE_HOURS = 24 * 90;

  private final Administered all;
  private final Finder finder;
  private final Audit audit;

  AppCalls(Administered all, Audit audit) {
    this.all = all;
    this.finder = new Finder(all.directory(), all.people());
    this.audit = audit;
  }

  Response list(AdminCall call) {
    call.query(Set.of());
    return AdminJson.answer(
        200, Map.of("apps", all.directory().apps().stream().map(this::shown).toList()));
  }

  /** Makes a new secret, shown once; the others work on for a while. */
  Response rotate(AdminCall call) {
    App app = finder.app(call.exchange().part("app"));
    int hours = graceHours(call.body(Set.of("graceHours")));
    String secret =
        audit.change(
            call,
            "rotate app secret",
            connection ->
                new Audit.Done<>(
                    app + " grace " + hours + " h",
                    all.secrets().rotate(connection, app, Duration.ofHours(hours))));
    return AdminJson.answer(200, Map.of("app", app.id(), "secret", secret, "graceHours", hours));
  }

  /** Takes away every secret and every token. */
  Response revoke(AdminCall call) {
    App app = finder.app(call.exchange().part("app"));
    call.body(Set.of());
    int tokens = audit.change(call, "revoke app", connection -> revoke(connection, app));
    return AdminJson.answer(200, Map.of("app", app.id(), "revokedTokens", tokens));
  }

  private Audit.Done<Integer> revoke(Connection connection, App app) throws SQLException {
    all.secrets().revoke(connection, app);
    int revoked = 0;
    for (Withdrawal withdrawal : all.withdrawals()) {
      revoked += withdrawal.withdrawn(connection, app);
    }
    return new Audit.Done<>(app.id(), revoked);
  }

  private static int graceHours(Fields body) {
    int hours = body.number("graceHours").orElse(DEFAULT_GRACE_HOURS);
    if (hours < 0 || hours > MAX_GRACE_HOURS) {
      throw new InvalidSetting("graceHours", "must be between 0 and " + MAX_GRACE_HOURS);
    }
    return hours;
  }

  private Map<String, Object> shown(App app) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("id", app.id());
    shown.put("name", app.name());
    shown.put("kind", app.kind().name());
    shown.put("tenants", new TreeSet<>(app.tenants()));
    shown.put("unit", app.unit());
    shown.put("scopes", new TreeSet<>(app.scopes()));
    shown.put("redirectUris", app.redirectUris().stream().map(Object::toString).toList());
    shown.put("on", Stream.of(App.Switch.values()).filter(app::has).map(Enum::name).toList());
    shown.put("configuredSecrets", app.secrets().size());
    shown.put("secrets", secrets(app));
    return shown;
  }

  private List<Map<String, String>> secrets(App app) {
    return all.secrets().list(app).stream().map(AppCalls::shown).toList();
  }

  private static Map<String, String> shown(AppSecrets.Known secret) {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put("created", secret.created().toString());
    if (!secret.ends().equals(Instant.MAX)) {
      shown.put("ends", secret.ends().toString());
    }
    return shown;
  }
}
