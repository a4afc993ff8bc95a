package io.kalends.ledger;

/** Where an entry stands. What a crash in each state means is written beside it. */
public enum State {
  /** Asked for; nothing happened yet: again. */
  REQUESTED,
  /** Owner, channel, form and key are known to be good; nothing happened yet: again. */
  RESOLVED,
  /** The label is saved and the source may have been asked: the outcome must be found out. */
  MINTING,
  /** The credential is here, sealed: deliver, with the same account and identifiers. */
  MINTED,
  /** The MDM has it: wait for the event, or ask. */
  SENT,
  /** The device has it. */
  INSTALLED,
  /** Being taken away: again, absent is success. */
  REMOVING,
  /** The MDM was told to remove it: wait for the event, or ask. */
  REMOVE_SENT,
  /** The end. */
  GONE
}
