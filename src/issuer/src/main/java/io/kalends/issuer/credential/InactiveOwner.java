package io.kalends.issuer.credential;

/** Nothing was minted: its owner left or was frozen between the caller's look and the minting. */
public final class InactiveOwner extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InactiveOwner(long owner) {
    super("person " + owner + " is not active; nothing was minted");
  }
}
