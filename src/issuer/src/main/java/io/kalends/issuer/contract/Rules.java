package io.kalends.issuer.contract;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What may be set about the contract. Does not change; each method gives a changed copy. */
public final class Rules {

  private static final Pattern BARE_HOST =
      Pattern.compile("([A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+])(:\\d+)?");
  private static final int MAX_PORT = 65_535;

  private final String serverAddress;
  private Limits limits = Limits.CONTRACT;
  private Limits methodLimits = Limits.NONE;
  private Limits appLimits = Limits.NONE;
  private long monthlyCalls = Long.MAX_VALUE;
  private boolean acceptsTextPlain;
  private boolean replacesSameName;
  private boolean requiresBot = true;
  private boolean mintsOneAtATime = true;
  private Map<ContractError, Integer> statuses = Map.of();

  private Rules(String serverAddress) {
    this.serverAddress = serverAddress;
  }

  /**
   * The contract as it is written.
   *
   * @param serverAddress handed out as {@code server_address}: a bare host, perhaps with a port
   * @return to be adapted
   */
  public static Rules of(String serverAddress) {
    if (!BARE_HOST.matcher(serverAddress).matches() || !isPortRight(serverAddress)) {
      throw new IllegalArgumentException(
          "serverAddress: must be a bare host, or host:port with a port from 1 to 65535, without"
              + " scheme and path; for example caldav.example.com");
    }
    return new Rules(serverAddress);
  }

  /**
   * The same with other limits at the gateway.
   *
   * @param perApp per method, app and tenant: beyond, 99991400 with headers
   * @return new rules
   */
  public Rules limitedTo(Limits perApp) {
    return with(copy -> copy.limits = perApp);
  }

  /**
   * The same with a second limiter behind the gateway.
   *
   * @param perMethod for all callers together: beyond, 190004 without headers
   * @param perApp in all tenants together: beyond, 190005 without headers
   * @return new rules
   */
  public Rules limitedBehindTheGatewayTo(Limits perMethod, Limits perApp) {
    return with(
        copy -> {
          copy.methodLimits = perMethod;
          copy.appLimits = perApp;
        });
  }

  /**
   * The same with a quota, counted in the database.
   *
   * @param calls of all custom apps of one tenant in one month, by the clock of Beijing: beyond,
   *     99991403; {@link Long#MAX_VALUE} for no quota
   * @return new rules
   */
  public Rules allowingMonthly(long calls) {
    if (calls < 0) {
      throw new IllegalArgumentException("monthlyCalls: must not be negative");
    }
    return with(copy -> copy.monthlyCalls = calls);
  }

  /**
   * The same about JSON that calls itself {@code text/plain}, as the Java SDK's optional Apache
   * transport sends it; what the real gateway does with it is unknown.
   *
   * @param accepts take it
   * @return new rules
   */
  public Rules acceptingTextPlain(boolean accepts) {
    return with(copy -> copy.acceptsTextPlain = accepts);
  }

  /**
   * The same about a device name that comes again. Which one the cloud service does is unknown.
   *
   * @param replaces what the person had under that name, empty names included, is revoked; else
   *     equal names add up
   * @return new rules
   */
  public Rules replacingSameName(boolean replaces) {
    return with(copy -> copy.replacesSameName = replaces);
  }

  /**
   * The same about apps without a bot. The contract lists 190007; whether calls with user tokens
   * can get it is unknown.
   *
   * @param requires answer them 190007
   * @return new rules
   */
  public Rules requiringBot(boolean requires) {
    return with(copy -> copy.requiresBot = requires);
  }

  /**
   * The same about several calls for one person at one moment. Who waits for each answer before the
   * next call never notices. Counted on each node by itself.
   *
   * @param oneAtATime answer all but one of them 190010
   * @return new rules
   */
  public Rules mintingOneAtATime(boolean oneAtATime) {
    return with(copy -> copy.mintsOneAtATime = oneAtATime);
  }

  /**
   * The same with another HTTP status for one error.
   *
   * @param error one whose status is assumed
   * @param status 400 to 599
   * @return new rules
   */
  public Rules answering(ContractError error, int status) {
    if (!error.isStatusAssumed()) {
      throw new IllegalArgumentException(
          "statuses: the status of " + error.code() + " is known; leave it out");
    }
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException(
          "statuses: the status of " + error.code() + " must be between 400 and 599");
    }
    Map<ContractError, Integer> more = new HashMap<>(statuses);
    more.put(error, status);
    return with(copy -> copy.statuses = Map.copyOf(more));
  }

  /** Handed out as {@code server_address}. */
  public String serverAddress() {
    return serverAddress;
  }

  /** The HTTP status of an error. */
  public int status(ContractError error) {
    return statuses.getOrDefault(error, error.status());
  }

  Limits limits() {
    return limits;
  }

  Limits methodLimits() {
    return methodLimits;
  }

  Limits appLimits() {
    return appLimits;
  }

  long monthlyCalls() {
    return monthlyCalls;
  }

  boolean acceptsTextPlain() {
    return acceptsTextPlain;
  }

  boolean replacesSameName() {
    return replacesSameName;
  }

  boolean requiresBot() {
    return requiresBot;
  }

  boolean mintsOneAtATime() {
    return mintsOneAtATime;
  }

  @Override
  public String toString() {
    return "server address " + serverAddress + ", " + limits;
  }

  private Rules with(Consumer<Rules> change) {
    Rules copy = new Rules(serverAddress);
    copy.limits = limits;
    copy.methodLimits = methodLimits;
    copy.appLimits = appLimits;
    copy.monthlyCalls = monthlyCalls;
    copy.acceptsTextPlain = acceptsTextPlain;
    copy.replacesSameName = replacesSameName;
    copy.requiresBot = requiresBot;
    copy.mintsOneAtATime = mintsOneAtATime;
    copy.statuses = statuses;
    change.accept(copy);
    return copy;
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
