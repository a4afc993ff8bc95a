package io.kalends.issuer.contract;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * What may be set about the contract.
 *
 * @param serverAddress handed out as {@code server_address}: a bare host, perhaps with a port
 * @param limits the rate limit per app and tenant
 * @param acceptTextPlain take JSON that calls itself {@code text/plain}, as the Java SDK's optional
 *     Apache transport sends it; what the real gateway does with it is unknown
 * @param statuses other HTTP statuses for codes whose status nobody has seen
 */
public record Rules(
    String serverAddress,
    Limits limits,
    boolean acceptTextPlain,
    Map<ContractError, Integer> statuses) {

  private static final Pattern BARE_HOST =
      Pattern.compile("([A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+])(:\\d+)?");
  private static final int MAX_PORT = 65_535;

  /** Checks everything. */
  public Rules {
    if (!BARE_HOST.matcher(serverAddress).matches() || !isPortRight(serverAddress)) {
      throw new IllegalArgumentException(
          "serverAddress: must be a bare host, or host:port with a port from 1 to 65535, without"
              + " scheme and path; for example caldav.example.com");
    }
    statuses = Map.copyOf(statuses);
    statuses.forEach(
        (error, status) -> {
          if (!error.isStatusAssumed()) {
            throw new IllegalArgumentException(
                "statuses: the status of " + error.code() + " is known; leave it out");
          }
          if (status < 400 || status > 599) {
            throw new IllegalArgumentException(
                "statuses: the status of " + error.code() + " must be between 400 and 599");
          }
        });
  }

  private static boolean isPortRight(String address) {
    int colon = address.lastIndexOf(':');
    if (colon < 0 || address.endsWith("]")) {
      return true;
    }
    String digits = address.substring(colon + 1);
    return digits.length() <= 5
        && Integer.parseInt(digits) >= 1
        && Integer.parseInt(digits) <= MAX_PORT;
  }
}
