package io.kalends.issuer.contract;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A check said no. Thrown by the check, answered in one place; not a fault, so without a stack. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ContractError error;
  private final transient Set<String> scopes;
  private final transient Map<String, String> headers;
  private final transient List<Violation> violations;

  /**
   * What is wrong about one parameter.
   *
   * @param field its name
   * @param value what was sent, or how much of it; never a secret
   * @param description what is right
   */
  record Violation(String field, String value, String description) {}

  private Refusal(
      ContractError error,
      Set<String> scopes,
      Map<String, String> headers,
      List<Violation> violations) {
    super(error.name(), null, false, false);
    this.error = error;
    this.scopes = Set.copyOf(scopes);
    this.headers = Map.copyOf(headers);
    this.violations = List.copyOf(violations);
  }

  Refusal(ContractError error) {
    this(error, Set.of(), Map.of(), List.of());
  }

  /** Any one of these scopes would have done. */
  static Refusal needing(ContractError error, Set<String> scopes) {
    return new Refusal(error, scopes, Map.of(), List.of());
  }

  static Refusal of(ContractError error, Violation violation) {
    return new Refusal(error, Set.of(), Map.of(), List.of(violation));
  }

  Refusal with(Map<String, String> more) {
    return new Refusal(error, scopes, more, violations);
  }

  ContractError error() {
    return error;
  }

  Set<String> scopes() {
    return scopes;
  }

  Map<String, String> headers() {
    return headers;
  }

  List<Violation> violations() {
    return violations;
  }
}
