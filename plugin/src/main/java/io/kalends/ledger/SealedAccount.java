package io.kalends.ledger;

/** An account as it rests in the ledger: sealed, bound to its entry. Shows nothing. */
public final class SealedAccount {

  private final byte[] box;

  /**
   * Takes a copy.
   *
   * @param box what {@link AccountBox} made
   */
  public SealedAccount(byte[] box) {
    this.box = box.clone();
  }

  /**
   * The box, to be stored.
   *
   * @return a copy
   */
  public byte[] box() {
    return box.clone();
  }

  @Override
  public String toString() {
    return "SealedAccount[" + box.length + " bytes]";
  }
}
