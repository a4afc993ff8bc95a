package io.kalends.profile;

import com.dd.plist.NSData;
import com.dd.plist.NSDictionary;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The values of CalDAV accounts, and of the root certificates that come with them. */
final class CalDavCheck {

  private final Found found;
  private final Map<String, String> descriptions = new HashMap<>();

  CalDavCheck(Found found) {
    this.found = found;
  }

  void of(List<NSDictionary> payloads) {
    for (int i = 0; i < payloads.size(); i++) {
      NSDictionary payload = payloads.get(i);
      switch (Found.text(payload, "PayloadType").orElse("")) {
        case KeyRule.CALDAV -> account(payload, ProfileCheck.path(i));
        case KeyRule.ROOT_CERTIFICATE -> certificate(payload, ProfileCheck.path(i));
        default -> {
          // Its own rules are not in the table; ProfileCheck said so.
        }
      }
    }
  }

  private void account(NSDictionary payload, String path) {
    Found.text(payload, "CalDAVHostName").ifPresent(host -> host(host, path + "CalDAVHostName"));
    port(payload, path + "CalDAVPort");
    tls(payload, path + "CalDAVUseSSL");
    credentials(payload, path);
    description(payload, path + "CalDAVAccountDescription");
    Found.text(payload, "CalDAVPrincipalURL")
        .filter(url -> !onHost(url, Found.text(payload, "CalDAVHostName").orElse("")))
        .ifPresent(
            url ->
                found.warning(
                    path + "CalDAVPrincipalURL",
                    "is no absolute https URL on the account's host; a wrong one breaks set-up on"
                        + " macOS, none at all works"));
  }

  private void host(String host, String where) {
    if (host.contains("://")) {
      found.error(where, "has a scheme; give the bare host name");
    } else if (host.indexOf('/') >= 0) {
      found.error(where, "has a path; give the bare host name");
    } else if (host.matches("[^\\[:]*:[0-9]*")) {
      found.error(where, "has a port; give it as CalDAVPort");
    } else if (host.codePoints().anyMatch(c -> c <= ' ' || c > '~')) {
      found.error(where, "has a blank, a control character or a name beyond ASCII (use punycode)");
    }
  }

  private void port(NSDictionary payload, String where) {
    if (!payload.containsKey("CalDAVPort")) {
      found.warning(where, "is missing; name it, HTTPS uses 443");
    }
    Found.integer(payload, "CalDAVPort").stream()
        .filter(port -> port < 1 || port > 65_535)
        .forEach(port -> found.error(where, port + " is outside 1 to 65535"));
  }

  private void tls(NSDictionary payload, String where) {
    if (!payload.containsKey("CalDAVUseSSL")) {
      found.warning(where, "is missing; before iOS 16 that meant no TLS, so set it to true");
    }
    Found.flag(payload, "CalDAVUseSSL")
        .filter(tls -> !tls)
        .ifPresent(
            tls -> found.error(where, "is false: the password would travel in clear; set true"));
  }

  private void credentials(NSDictionary payload, String path) {
    if (!payload.containsKey("CalDAVUsername")) {
      found.warning(path + "CalDAVUsername", "is missing; the user would be asked for it");
    }
    Found.text(payload, "CalDAVUsername")
        .filter(name -> name.indexOf(':') >= 0)
        .ifPresent(
            name ->
                found.error(
                    path + "CalDAVUsername",
                    "has a colon, which HTTP Basic authentication cannot carry (RFC 7617)"));
    if (payload.containsKey("CalDAVPassword")) {
      found.warning(
          path + "CalDAVPassword",
          "is readable for whoever can read this profile; Apple wants it in encrypted ones only");
    } else {
      found.warning(
          path + "CalDAVPassword",
          "is missing; the user would be asked for it, and macOS may make no account at all");
    }
  }

  private void description(NSDictionary payload, String where) {
    String description = Found.text(payload, "CalDAVAccountDescription").orElse("");
    if (description.isBlank()) {
      found.warning(where, "is missing; give every account a name of its own");
      return;
    }
    String first = descriptions.putIfAbsent(description, where);
    if (first != null) {
      found.error(where, "is the same as " + first + "; such accounts exclude each other");
    }
  }

  private void certificate(NSDictionary payload, String path) {
    if (payload.objectForKey("PayloadContent") instanceof NSData data) {
      try {
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(data.bytes()));
      } catch (CertificateException e) {
        found.error(path + "PayloadContent", "is no X.509 certificate");
      }
    }
  }

  private static boolean onHost(String url, String host) {
    try {
      URI parsed = new URI(url);
      return "https".equalsIgnoreCase(parsed.getScheme())
          && host.equalsIgnoreCase(parsed.getHost());
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
