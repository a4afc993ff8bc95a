package io.kalends.issuer.contract;

import io.kalends.edge.Request;
import java.util.List;

/**
 * The token a request carries. It does not show it.
 *
 * @param token never empty
 * @param isAlone no second one was sent: whichever was checked, someone in between may have checked
 *     the other
 */
record Bearer(String token, boolean isAlone) {

  private static final String SCHEME = "Bearer ";

  /**
   * Reads the header.
   *
   * @throws Refusal 99991661 when there is none
   */
  static Bearer of(Request request) {
    List<String> sent = request.header("authorization");
    // The real gateway misses the token too when the prefix is absent or spelt otherwise.
    if (sent.isEmpty() || !sent.get(0).startsWith(SCHEME)) {
      throw new Refusal(ContractError.TOKEN_MISSING);
    }
    String token = sent.get(0).substring(SCHEME.length()).strip();
    if (token.isEmpty()) {
      throw new Refusal(ContractError.TOKEN_MISSING);
    }
    return new Bearer(token, sent.size() == 1);
  }

  boolean isTenants() {
    return token.startsWith("t-");
  }

  @Override
  public String toString() {
    return "Bearer";
  }
}
