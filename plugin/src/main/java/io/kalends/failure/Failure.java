package io.kalends.failure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failure of an outside system, already sorted. The message names the operation, the other
 * system's code and what an administrator can do; it never holds a body or a secret.
 */
public abstract sealed class Failure extends RuntimeException
    permits TemporaryFailure, PermanentFailure, ActionRequired, UncertainOutcome {

  private final @Nullable String exchangeId;

  Failure(String message, @Nullable Throwable cause, @Nullable String exchangeId) {
    super(message, cause);
    this.exchangeId = exchangeId;
  }

  /**
   * The other system's own id of the exchange that failed, which its support asks for.
   *
   * @return for Feishu the value of {@code X-Tt-Logid}; empty when no answer carried one
   */
  public Optional<String> exchangeId() {
    return Optional.ofNullable(exchangeId);
  }
}
