package io.kalends.ledger;

import io.kalends.account.DeviceLabel;
import io.kalends.delivery.DeliveryForm;
import io.kalends.delivery.Exposure;
import io.kalends.delivery.ProfileIdentity;
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

  private final Draft now;

  /**
   * What the preflight found: for whom, in which form, and who can read the secret on the way.
   *
   * @param owner for whom the credential is minted
   * @param form how it travels
   * @param exposure who can read it on the way
   */
  public record Target(DeviceOwner owner, DeliveryForm form, Exposure exposure) {}

  /** Who is served first where only one can be. */
  public enum Priority {
    /** A person asked and waits. */
    INTERACTIVE,
    /** A device enrolled. */
    ENROLLMENT,
    /** Many at once: imports, rotations. */
    BULK
  }

  /** Where the credential itself stands, whatever the device holds. */
  public enum SourceHalf {
    /** Nothing was minted. */
    NONE,
    /** It logs in, and should. */
    LIVE,
    /** It was revoked at the source. */
    REVOKED,
    /** It should not log in any more, still may, and only a person can delete it. */
    OWED,
    /** It was owed, and no longer logs in, or a person said that it was deleted. */
    CLOSED
  }

  /**
   * That this generation is to be taken away.
   *
   * @param reason for the receipt, for example "device checked out"
   * @param deviceHolds whether the device may still hold it: false after a check-out or a wipe
   */
  public record Withdrawal(String reason, boolean deviceHolds) {}

  Entry(Draft draft) {
    this.now = draft;
  }

  /**
   * Opens an entry of the priority {@link Priority#ENROLLMENT}.
   *
   * @param key allotted by the ledger
   * @param device the enrollment to be served; its id is the key's
   * @return an entry in REQUESTED
   */
  public static Entry open(EntryKey key, Device device) {
    return open(key, device, Priority.ENROLLMENT);
  }

  /**
   * Opens an entry.
   *
   * @param key allotted by the ledger
   * @param device the enrollment to be served; its id is the key's
   * @param priority who is served first
   * @return an entry in REQUESTED
   */
  public static Entry open(EntryKey key, Device device, Priority priority) {
    if (!key.enrollment().equals(device.id())) {
      throw new IllegalArgumentException("entry " + key + " cannot carry " + device);
    }
    return new Entry(new Draft(key, device, priority));
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
    next.mintAttempts++;
    return new Entry(next);
  }

  /**
   * The source certainly made nothing, or what it may have made was revoked: the attempt does not
   * count.
   *
   * @return the entry back in RESOLVED
   */
  public Entry notMinted() {
    Draft next = from(State.MINTING).to(State.RESOLVED);
    next.mintAttempts--;
    return new Entry(next);
  }

  /**
   * The source may have made a credential that nobody can revoke: the attempt counts.
   *
   * @return the entry back in RESOLVED
   */
  public Entry mintLost() {
    return new Entry(from(State.MINTING).to(State.RESOLVED));
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
    next.sourceHalf = SourceHalf.LIVE;
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
    return new Entry(next).proven(Proof.ACCEPTED);
  }

  /**
   * Names the profile that was sent, so that a device's own list of profiles can be compared.
   *
   * @param profile every id in it
   * @return the entry, in the same state
   */
  public Entry carrying(ProfileIdentity profile) {
    Draft next = new Draft(now);
    next.profile = profile;
    return new Entry(next);
  }

  /**
   * The device must be offered it again, under another attempt's id: the command failed for now, or
   * the device no longer holds it.
   *
   * @param attempt unique for this entry and attempt
   * @return the entry in MINTED
   * @throws IllegalStateException when the account is erased: only a new generation helps
   */
  public Entry sendingAgain(UUID attempt) {
    if (now.account == null) {
      throw new IllegalStateException(this + " has no account left to send");
    }
    Draft next = from(State.SENT, State.INSTALLED, State.MINTED).to(State.MINTED);
    next.attempt = attempt;
    return new Entry(next);
  }

  /**
   * The device holds it.
   *
   * @param proof how that is known
   * @return the entry in INSTALLED
   */
  public Entry installed(Proof proof) {
    return new Entry(from(State.SENT, State.INSTALLED).to(State.INSTALLED)).proven(proof);
  }

  /**
   * A rung of the ladder was reached. The ladder only rises.
   *
   * @param proof at least this much is proven
   * @return the entry, in the same state
   */
  public Entry proven(Proof proof) {
    Draft next = new Draft(now);
    next.proof = now.proof.compareTo(proof) >= 0 ? now.proof : proof;
    return new Entry(next);
  }

  /**
   * It is to be taken away. What was decided first stays, except that a device which no longer
   * holds it never holds it again.
   *
   * @param withdrawal why, and whether the device may hold it
   * @return the entry, in the same state
   */
  public Entry withdrawing(Withdrawal withdrawal) {
    Draft next = new Draft(now);
    next.withdrawal =
        now.withdrawal == null
            ? withdrawal
            : new Withdrawal(
                now.withdrawal.reason, now.withdrawal.deviceHolds && withdrawal.deviceHolds);
    next.hold = null;
    return new Entry(next);
  }

  /**
   * Taking away begins, or begins again under another id where the device refused.
   *
   * @param attempt the id under which the MDM will be asked to remove it
   * @return the entry in REMOVING
   */
  public Entry removing(UUID attempt) {
    Draft next =
        from(State.MINTED, State.SENT, State.INSTALLED, State.REMOVE_SENT).to(State.REMOVING);
    next.removeAttempt = attempt;
    return new Entry(next);
  }

  /**
   * The source half is settled.
   *
   * @param half REVOKED, OWED or CLOSED
   * @return the entry, in the same state
   */
  public Entry sourceHalf(SourceHalf half) {
    Draft next = new Draft(now);
    next.sourceHalf = half;
    return new Entry(next);
  }

  /**
   * The MDM was told to remove it.
   *
   * @return the entry in REMOVE_SENT
   */
  public Entry removeSent() {
    return new Entry(from(State.REMOVING).to(State.REMOVE_SENT));
  }

  /**
   * Nothing of it is on the device. The account is erased unless it is still owed.
   *
   * @return the entry in GONE
   */
  public Entry gone() {
    Draft next =
        from(State.REQUESTED, State.RESOLVED, State.REMOVING, State.REMOVE_SENT).to(State.GONE);
    return now.sourceHalf == SourceHalf.OWED ? new Entry(next) : new Entry(next).erased();
  }

  /**
   * The account is not needed any more.
   *
   * @return the entry without its account, in the same state
   */
  public Entry erased() {
    Draft next = new Draft(now);
    next.account = null;
    return new Entry(next);
  }

  /**
   * It cannot go on now.
   *
   * @param hold why
   * @return the entry, in the same state
   */
  public Entry held(Hold hold) {
    Draft next = new Draft(now);
    next.hold = Hold.continuing(now.hold, hold);
    return new Entry(next);
  }

  /**
   * It goes on.
   *
   * @return the entry without a hold, in the same state, with no failures counted
   */
  public Entry freed() {
    Draft next = new Draft(now);
    next.hold = null;
    next.failures = 0;
    return new Entry(next);
  }

  /**
   * A step failed and is to be tried again.
   *
   * @return the entry, in the same state, with one more failure in a row counted
   */
  public Entry failedOnceMore() {
    Draft next = new Draft(now);
    next.failures++;
    return new Entry(next);
  }

  /**
   * What it is known by.
   *
   * @return never null
   */
  public EntryKey key() {
    return now.key;
  }

  /**
   * The enrollment it serves.
   *
   * @return as the MDM described it last
   */
  public Device device() {
    return now.device;
  }

  /**
   * Who is served first.
   *
   * @return never null
   */
  public Priority priority() {
    return now.priority;
  }

  /**
   * Where it stands.
   *
   * @return never null
   */
  public State state() {
    return now.state;
  }

  /**
   * How far it is proven to work.
   *
   * @return never null
   */
  public Proof proof() {
    return now.proof;
  }

  /**
   * Where the credential itself stands.
   *
   * @return never null
   */
  public SourceHalf sourceHalf() {
    return now.sourceHalf;
  }

  /**
   * How many times the source may have made a credential for it.
   *
   * @return 0 before the first attempt
   */
  public int mintAttempts() {
    return now.mintAttempts;
  }

  /**
   * How many times in a row the step that is due has failed.
   *
   * @return 0 after every step that went through
   */
  public int failures() {
    return now.failures;
  }

  /**
   * What the preflight found.
   *
   * @return present from RESOLVED on
   */
  public Optional<Target> target() {
    return Optional.ofNullable(now.target);
  }

  /**
   * The label the credential was or may have been minted under: the undo handle.
   *
   * @return present from MINTING on
   */
  public Optional<DeviceLabel> label() {
    return Optional.ofNullable(now.label);
  }

  /**
   * The account, sealed.
   *
   * @return present from MINTED on, until it is erased
   */
  public Optional<SealedAccount> account() {
    return Optional.ofNullable(now.account);
  }

  /**
   * The id under which the MDM was or is about to be asked to install.
   *
   * @return present from just before the first install on
   */
  public Optional<UUID> attempt() {
    return Optional.ofNullable(now.attempt);
  }

  /**
   * The id under which the MDM was or is about to be asked to remove.
   *
   * @return present from REMOVING on
   */
  public Optional<UUID> removeAttempt() {
    return Optional.ofNullable(now.removeAttempt);
  }

  /**
   * How the MDM finds the installation again.
   *
   * @return present from SENT on
   */
  public Optional<InstallReference> reference() {
    return Optional.ofNullable(now.reference);
  }

  /**
   * The ids of the profile that was sent.
   *
   * @return present from SENT on, when it travels as a profile
   */
  public Optional<ProfileIdentity> profile() {
    return Optional.ofNullable(now.profile);
  }

  /**
   * Why it does not go on.
   *
   * @return empty while it does
   */
  public Optional<Hold> hold() {
    return Optional.ofNullable(now.hold);
  }

  /**
   * That it is to be taken away.
   *
   * @return empty while it is to stay
   */
  public Optional<Withdrawal> withdrawal() {
    return Optional.ofNullable(now.withdrawal);
  }

  @Override
  public String toString() {
    return "Entry[" + now.key + ", " + now.state + ", " + now.proof + "]";
  }

  private Draft from(State... expected) {
    for (State state : expected) {
      if (now.state == state) {
        return new Draft(now);
      }
    }
    throw new IllegalStateException(this + " is not in " + String.join(" or ", names(expected)));
  }

  private static String[] names(State... states) {
    String[] names = new String[states.length];
    for (int i = 0; i < states.length; i++) {
      names[i] = states[i].name();
    }
    return names;
  }

  /** The next entry while it is being made, and the row while it is being read. */
  static final class Draft {

    final EntryKey key;
    final Device device;
    final Priority priority;
    State state = State.REQUESTED;
    Proof proof = Proof.NONE;
    SourceHalf sourceHalf = SourceHalf.NONE;
    int mintAttempts;
    int failures;
    @Nullable Target target;
    @Nullable DeviceLabel label;
    @Nullable SealedAccount account;
    @Nullable UUID attempt;
    @Nullable UUID removeAttempt;
    @Nullable InstallReference reference;
    @Nullable ProfileIdentity profile;
    @Nullable Hold hold;
    @Nullable Withdrawal withdrawal;

    Draft(EntryKey key, Device device, Priority priority) {
      this.key = key;
      this.device = device;
      this.priority = priority;
    }

    private Draft(Draft other) {
      this(other.key, other.device, other.priority);
      this.state = other.state;
      this.proof = other.proof;
      this.sourceHalf = other.sourceHalf;
      this.mintAttempts = other.mintAttempts;
      this.failures = other.failures;
      this.target = other.target;
      this.label = other.label;
      this.account = other.account;
      this.attempt = other.attempt;
      this.removeAttempt = other.removeAttempt;
      this.reference = other.reference;
      this.profile = other.profile;
      this.hold = other.hold;
      this.withdrawal = other.withdrawal;
    }

    private Draft to(State next) {
      this.state = next;
      return this;
    }
  }
}
