package io.kalends.issuer;

import io.kalends.issuer.account.Users;
import io.kalends.issuer.contract.ContractError;
import io.kalends.issuer.contract.Limits;
import io.kalends.issuer.contract.Rules;
import io.kalends.issuer.credential.PepperSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How an issuer runs.
 *
 * @param host address to listen on; anything but loopback belongs behind a proxy with TLS
 * @param port to listen on; 0 for any free one
 * @param database the SQLite file, made when missing; its directory must exist
 * @param pepper where the secret beside the database comes from
 * @param users who may call
 * @param rules what may be set about the contract
 */
public record IssuerConfig(
    String host, int port, Path database, PepperSource pepper, Users users, Rules rules) {

  private static final int MAX_PORT = 65_535;

  /** Checks host and port. */
  public IssuerConfig {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host: empty; write for example 127.0.0.1");
    }
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("port: must be between 0 (any free one) and " + MAX_PORT);
    }
  }

  /**
   * An issuer on a free loopback port, with the contract's limits.
   *
   * @param serverAddress what devices are told to connect to: a bare host, perhaps with a port
   * @param database the SQLite file
   * @param pepper where the pepper comes from
   * @param users who may call
   * @return to be adapted
   */
  public static IssuerConfig of(
      String serverAddress, Path database, PepperSource pepper, Users users) {
    return new IssuerConfig(
        "127.0.0.1",
        0,
        database,
        pepper,
        users,
        new Rules(serverAddress, Limits.CONTRACT, false, Map.of()));
  }

  /**
   * The same on another address.
   *
   * @param newHost address to listen on
   * @param newPort port, 0 for any free one
   * @return a new configuration
   */
  public IssuerConfig listeningOn(String newHost, int newPort) {
    return new IssuerConfig(newHost, newPort, database, pepper, users, rules);
  }

  /**
   * The same with other limits.
   *
   * @param limits per app and tenant
   * @return a new configuration
   */
  public IssuerConfig limitedTo(Limits limits) {
    return with(
        new Rules(rules.serverAddress(), limits, rules.acceptTextPlain(), rules.statuses()));
  }

  /**
   * The same, taking JSON that calls itself {@code text/plain}.
   *
   * @return a new configuration
   */
  public IssuerConfig acceptingTextPlain() {
    return with(new Rules(rules.serverAddress(), rules.limits(), true, rules.statuses()));
  }

  /**
   * The same with another HTTP status for one error.
   *
   * @param error one whose status is assumed
   * @param status 400 to 599
   * @return a new configuration
   */
  public IssuerConfig answering(ContractError error, int status) {
    Map<ContractError, Integer> statuses = new HashMap<>(rules.statuses());
    statuses.put(error, status);
    return with(
        new Rules(rules.serverAddress(), rules.limits(), rules.acceptTextPlain(), statuses));
  }

  /** Only programs of this machine reach it. */
  boolean isLoopback() {
    return host.startsWith("127.") || Set.of("localhost", "::1", "[::1]").contains(host);
  }

  private IssuerConfig with(Rules newRules) {
    return new IssuerConfig(host, port, database, pepper, users, newRules);
  }
}
