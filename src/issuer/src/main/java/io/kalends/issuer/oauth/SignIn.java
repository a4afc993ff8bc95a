package io.kalends.issuer.oauth;

import io.kalends.edge.Request;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How the consent page knows who is before it. There are no passwords here: a company's single
 * sign-on proxy says who it is, or, in a sandbox, people pick themselves.
 */
public final class SignIn {

  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

  /** Nobody can sign in until somebody says how. */
  public static final SignIn UNCONFIGURED = proxyHeader("X-Remote-User", Set.of());

  private final boolean pick;
  private final String header;
  private final Set<String> trusted;

  private SignIn(boolean pick, String header, Set<String> trusted) {
    this.pick = pick;
    this.header = header;
    this.trusted = trusted;
  }

  /**
   * A proxy in front says who it is, and drops that header from what browsers send.
   *
   * @param header holds the e-mail address of who is signed in
   * @param trustedAddresses IP addresses of the proxy; the header is believed from nowhere else
   * @return for production
   */
  public static SignIn proxyHeader(String header, Set<String> trustedAddresses) {
    if (!HEADER.matcher(header).matches()) {
      throw new IllegalArgumentException(
          "signInHeader: must be the name of a header, for example X-Remote-User");
    }
    Set<String> normal = new HashSet<>();
    for (String address : trustedAddresses) {
      normal.add(
          normal(address)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "trustedProxies: must be IP addresses, for example 10.0.0.5")));
    }
    return new SignIn(false, header, Set.copyOf(normal));
  }

  /**
   * Whoever comes picks a person from a list and is that person. For a sandbox with nobody's real
   * data, never for production.
   *
   * @return to be switched on by name only
   */
  public static SignIn pick() {
    return new SignIn(true, "", Set.of());
  }

  /** Whether people pick themselves. */
  public boolean isPick() {
    return pick;
  }

  /**
   * Who the proxy says it is.
   *
   * @return an e-mail address in lower case; empty when the request came past the proxy, or the
   *     header is absent, empty or there twice
   */
  Optional<String> email(Request request) {
    List<String> sent = request.header(header);
    if (pick
        || sent.size() != 1
        || !normal(request.remote()).filter(trusted::contains).isPresent()) {
      return Optional.empty();
    }
    String email = sent.get(0).strip().toLowerCase(Locale.ROOT);
    return email.isEmpty() ? Optional.empty() : Optional.of(email);
  }

  /** One spelling for an address; no name is ever looked up. */
  private static Optional<String> normal(String address) {
    String bare =
        address.startsWith("[") && address.endsWith("]")
            ? address.substring(1, address.length() - 1)
            : address;
    boolean looksRight = bare.indexOf(':') >= 0 || bare.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    if (!looksRight || !ADDRESS.matcher(bare).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(bare).getHostAddress());
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return pick ? "people pick themselves" : header + " from " + trusted;
  }
}
