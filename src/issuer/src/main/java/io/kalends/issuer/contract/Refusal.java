package io.kalends.issuer.contract;

import java.util.Map;
import java.util.Set;

/** A check said no. Thrown by the check, answered in one place; not a fault, so without a stack. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ContractError error;
  private final transient Set<String> scopes;
  private final transient Map<String, String> headers;

  Refusal(ContractError error) {
    this(error, Set.of(), Map.of());
  }

  Refusal(ContractError error, Set<String> scopes, Map<String, String> headers) {
    super(error.name(), null, false, false);
    this.error = error;
    this.scopes = Set.copyOf(scopes);
    this.headers = Map.copyOf(headers);
  }

  ContractError error() {
    return error;
  }

  /** Any one of these would have done. */
  Set<String> scopes() {
    return scopes;
  }

  Map<String, String> headers() {
    return headers;
  }
}
