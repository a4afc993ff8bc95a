package io.kalends.adapters.issuer;

import io.kalends.adapters.feishu.OpenApi;
import io.kalends.adapters.http.Timeouts;
import io.kalends.secret.Secret;
import io.kalends.settings.Settings;
import java.net.URI;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where an issuer is, and how it is spoken to.
 *
 * @param openApi where credentials are minted, and the time-outs
 * @param admin base URL below which {@code /admin/v1/} is
 * @param adminToken opens it
 * @param tenant whose people these are; empty when the issuer has one tenant
 * @param connections the most at a time, to each of the two
 * @param probe who is asked whether an account logs in
 * @param probeUrl the calendar server, if accounts name it by another address
 */
record IssuerSettings(
    OpenApi openApi,
    URI admin,
    Secret adminToken,
    Optional<String> tenant,
    int connections,
    Probe probe,
    Optional<URI> probeUrl) {

  /** Who is asked whether an account logs in. */
  enum Probe {
    ISSUER,
    CALENDAR,
    OFF
  }

  private static final Set<String> KEYS =
      Set.of("openApi", "admin", "adminToken", "tenant", "connections", "probe", "probeUrl");
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{32,1024}");
  private static final int CONNECTIONS = 32;
  private static final int MAX_CONNECTIONS = 256;

  static IssuerSettings from(Settings settings) {
    Set<String> known = new HashSet<>(Timeouts.KEYS);
    known.addAll(KEYS);
    settings.refuseUnknown(known);
    settings.text("openApi");
    Secret token = settings.secret("adminToken");
    if (!TOKEN.matcher(token.reveal()).matches()) {
      throw settings.invalid(
          "adminToken", "must be the issuer's admin token: 32 visible ASCII characters or more");
    }
    Probe probe = probe(settings);
    boolean elsewhere = settings.optionalText("probeUrl").isPresent();
    if (elsewhere && probe != Probe.CALENDAR) {
      throw settings.invalid("probeUrl", "is for probe: calendar only");
    }
    return new IssuerSettings(
        OpenApi.from(settings),
        settings.baseUrl(settings.optionalText("admin").isPresent() ? "admin" : "openApi"),
        token,
        settings.optionalText("tenant"),
        connections(settings),
        probe,
        elsewhere ? Optional.of(settings.baseUrl("probeUrl")) : Optional.empty());
  }

  private static Probe probe(Settings settings) {
    return switch (settings.optionalText("probe").orElse("issuer")) {
      case "issuer" -> Probe.ISSUER;
      case "calendar" -> Probe.CALENDAR;
      case "off" -> Probe.OFF;
      default -> throw settings.invalid("probe", "must be issuer, calendar or off");
    };
  }

  private static int connections(Settings settings) {
    String written =
        settings.optionalText("connections").orElse(Integer.toString(CONNECTIONS)).strip();
    int number = written.matches("[0-9]{1,3}") ? Integer.parseInt(written) : 0;
    if (number < 1 || number > MAX_CONNECTIONS) {
      throw settings.invalid("connections", "must be from 1 to " + MAX_CONNECTIONS);
    }
    return number;
  }
}
