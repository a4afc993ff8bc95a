package io.kalends.ledger;

import io.kalends.account.DeviceLabel;
import io.kalends.delivery.DeliveryForm;
import io.kalends.delivery.Exposure;
import io.kalends.delivery.Proof;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.mdm.InstallReference;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One credential generation on one enrollment, with all that undoing it needs. Never holds a clear
 * secret. Immutable: each method that moves it on checks that the move is allowed from here and
 * returns the next entry, which the caller saves.
 */
public final class Entry {

  private final EntryKey key;
  private final Device device;
  private final State state;
  private final Proof proof;
  private final int mintAttempts;
  private final @Nullable Target target;
  private final @Nullable DeviceLabel label;
  private final @Nullable SealedAccount account;
  private final @Nullable UUID attempt;
  private final @Nullable InstallReference reference;

  /**
   * What the preflight found: for whom, in which form, and who can read the secret on the way.
   *
   * @param owner for whom the credential is minted
   * @param form how it travels
   * @param exposure who can read it on the way
   */
  public record Target(DeviceOwner owner, DeliveryForm form, Exposure exposure) {}

  private Entry(Draft draft) {
    this.key = draft.key;
    this.device = draft.device;
    this.state = draft.state;
    this.proof = draft.proof;
    this.mintAttempts = draft.mintAttempts;
    this.target = draft.target;
    this.label = draft.label;
    this.account = draft.account;
    this.attempt = draft.attempt;
    this.reference = draft.reference;
  }

  /**
   * Opens an entry.
   *
   * @param key allotted by the ledger
   * @param device the enrollment to be served; its id is the key's
   * @return an entry in REQUESTED
   */
  public static Entry open(EntryKey key, Device device) {
    if (!key.enrollment().equals(device.id())) {
      throw new IllegalArgumentException("entry " + key + " cannot carry " + device);
    }
    return new Entry(new Draft(key, device));
  }

  /**
   * The preflight passed.
   *
   * @param target what it found
   * @return the entry in RESOLVED
   */
  public Entry resolved(Target target) {
    Draft next = from(State.REQUESTED).to(State.RESOLVED);
    next.target = target;
    return new Entry(next);
  }

  /**
   * The source is about to be asked. To be saved before it is.
   *
   * @param label unique for this entry and attempt
   * @return the entry in MINTING, with one more attempt counted
   */
  public Entry minting(DeviceLabel label) {
    Draft next = from(State.RESOLVED).to(State.MINTING);
    next.label = label;
    next.mintAttempts = mintAttempts + 1;
    return new Entry(next);
  }

  /**
   * The source certainly made nothing: the attempt does not count.
   *
   * @return the entry back in RESOLVED
   */
  public Entry notMinted() {
    Draft next = from(State.MINTING).to(State.RESOLVED);
    next.mintAttempts = mintAttempts - 1;
    return new Entry(next);
  }

  /**
   * The credential is here. To be saved before anything else happens.
   *
   * @param account sealed for this entry
   * @return the entry in MINTED
   */
  public Entry minted(SealedAccount account) {
    Draft next = from(State.MINTING).to(State.MINTED);
    next.account = account;
    return new Entry(next);
  }

  /**
   * The MDM is about to be asked. To be saved before it is.
   *
   * @param attempt unique for this entry and attempt
   * @return the entry, still in MINTED
   */
  public Entry sending(UUID attempt) {
    Draft next = from(State.MINTED).to(State.MINTED);
    next.attempt = attempt;
    return new Entry(next);
  }

  /**
   * The MDM took the delivery.
   *
   * @param reference how it finds it again
   * @return the entry in SENT, proven as far as ACCEPTED
   */
  public Entry sent(InstallReference reference) {
    Draft next = from(State.MINTED).to(State.SENT);
    next.reference = reference;
    next.proof = Proof.ACCEPTED;
    return new Entry(next);
  }

  /**
   * What it is known by.
   *
   * @return never null
   */
  public EntryKey key() {
    return key;
  }

  /**
   * The enrollment it serves.
   *
   * @return as described when the entry was opened
   */
  public Device device() {
    return device;
  }

  /**
   * Where it stands.
   *
   * @return never null
   */
  public State state() {
    return state;
  }

  /**
   * How far it is proven to work.
   *
   * @return never null
   */
  public Proof proof() {
    return proof;
  }

  /**
   * How many times the source may have made a credential for it.
   *
   * @return 0 before the first attempt
   */
  public int mintAttempts() {
    return mintAttempts;
  }

  /**
   * What the preflight found.
   *
   * @return present from RESOLVED on
   */
  public Optional<Target> target() {
    return Optional.ofNullable(target);
  }

  /**
   * The label the credential was or may have been minted under: the undo handle.
   *
   * @return present from MINTING on
   */
  public Optional<DeviceLabel> label() {
    return Optional.ofNullable(label);
  }

  /**
   * The account, sealed.
   *
   * @return present from MINTED on
   */
  public Optional<SealedAccount> account() {
    return Optional.ofNullable(account);
  }

  /**
   * The id under which the MDM was or is about to be asked.
   *
   * @return present from just before the first install on
   */
  public Optional<UUID> attempt() {
    return Optional.ofNullable(attempt);
  }

  /**
   * How the MDM finds the installation again.
   *
   * @return present from SENT on
   */
  public Optional<InstallReference> reference() {
    return Optional.ofNullable(reference);
  }

  @Override
  public String toString() {
    return "Entry[" + key + ", " + state + ", " + proof + "]";
  }

  private Draft from(State expected) {
    if (state != expected) {
      throw new IllegalStateException(this + " is not in " + expected);
    }
    return new Draft(this);
  }

  /** The next entry while it is being made. */
  private static final class Draft {

    private final EntryKey key;
    private final Device device;
    private State state = State.REQUESTED;
    private Proof proof = Proof.NONE;
    private int mintAttempts;
    private @Nullable Target target;
    private @Nullable DeviceLabel label;
    private @Nullable SealedAccount account;
    private @Nullable UUID attempt;
    private @Nullable InstallReference reference;

    private Draft(EntryKey key, Device device) {
      this.key = key;
      this.device = device;
    }

    private Draft(Entry entry) {
      this(entry.key, entry.device);
      this.state = entry.state;
      this.proof = entry.proof;
      this.mintAttempts = entry.mintAttempts;
      this.target = entry.target;
      this.label = entry.label;
      this.account = entry.account;
      this.attempt = entry.attempt;
      this.reference = entry.reference;
    }

    private Draft to(State next) {
      this.state = next;
      return this;
    }
  }
}
