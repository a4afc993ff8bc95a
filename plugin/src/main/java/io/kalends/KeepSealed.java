package io.kalends;

/** How long a sealed account stays in the ledger once the device has it. */
public enum KeepSealed {
  /**
   * Erased where the source can revoke: another credential costs nothing. Kept where it cannot:
   * what a device lost is sent again without another credential that nobody can take back.
   */
  AUTO,
  /** Kept until the device is rid of it. */
  ALWAYS,
  /** Erased. */
  NEVER
}
