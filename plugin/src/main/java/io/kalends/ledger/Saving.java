package io.kalends.ledger;

import io.kalends.account.DeviceLabel;
import io.kalends.event.ProvisioningEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of a step: the next entry, when to look at it again, the line on the receipt, and what
 * else belongs into the same transaction. Immutable.
 */
public final class Saving {

  private final Entry entry;
  private final @Nullable Instant due;
  private final boolean atOnce;
  private final String detail;
  private final List<Effect> effects;

  private Saving(
      Entry entry, @Nullable Instant due, boolean atOnce, String detail, List<Effect> effects) {
    this.entry = entry;
    this.due = due;
    this.atOnce = atOnce;
    this.detail = detail;
    this.effects = List.copyOf(effects);
  }

  /** What else is true once the step is saved. */
  public sealed interface Effect {}

  /**
   * A credential may exist that nobody knows and nobody can revoke: listed for a person.
   *
   * @param api the source's name, as in the pace
   * @param label what it would be called in the owner's own list
   * @param exchangeId the service's id of the call, or empty
   */
  public record PossibleOrphan(String api, DeviceLabel label, String exchangeId)
      implements Effect {}

  /**
   * The API refuses for now: nobody mints there before that time. Several in a row double it.
   *
   * @param api the source's name, as in the pace
   * @param until as the other side said; when it did not say, how long is the ledger's to find
   * @param reason for people
   */
  public record Pause(String api, Optional<Instant> until, String reason) implements Effect {}

  /** The owner was looked up again and is the same: what the MDM says now is heeded. */
  public record OwnerConfirmed() implements Effect {}

  /** This generation is proven: withdraw the earlier ones, whose place on the device it took. */
  public record Supersede() implements Effect {}

  /**
   * Open the next generation of this enrollment once this one is taken away.
   *
   * @param cause unique per enrollment
   */
  public record Reopen(String cause) implements Effect {}

  /**
   * Something was learnt by asking: it goes into the inbox like any other report.
   *
   * @param event what
   */
  public record Learnt(ProvisioningEvent event) implements Effect {}

  /**
   * What to save, to be looked at again at once.
   *
   * @param entry the next
   * @param detail the line on the receipt; no secret
   * @param now the time, by the worker's clock; a ledger that has a clock of its own goes by that
   * @return due now
   */
  public static Saving now(Entry entry, String detail, Instant now) {
    return new Saving(entry, now, true, detail, List.of());
  }

  /**
   * What to save, to be looked at again at a time.
   *
   * @param entry the next
   * @param detail the line on the receipt; no secret
   * @param due not before this instant
   * @return due then
   */
  public static Saving at(Entry entry, String detail, Instant due) {
    return new Saving(entry, due, false, detail, List.of());
  }

  /**
   * What to save, to rest until an event or a person moves it.
   *
   * @param entry the next
   * @param detail the line on the receipt; no secret
   * @return never due by itself
   */
  public static Saving resting(Entry entry, String detail) {
    return new Saving(entry, null, false, detail, List.of());
  }

  /**
   * Adds what else belongs into the same transaction.
   *
   * @param effect one more
   * @return a copy
   */
  public Saving and(Effect effect) {
    List<Effect> more = new ArrayList<>(effects);
    more.add(effect);
    return new Saving(entry, due, atOnce, detail, more);
  }

  /**
   * The next entry.
   *
   * @return never null
   */
  public Entry entry() {
    return entry;
  }

  /**
   * When its next step is due.
   *
   * @return empty while only an event or a person moves it
   */
  public Optional<Instant> due() {
    return Optional.ofNullable(due);
  }

  /** Its next step is due whatever the worker's clock says. */
  boolean atOnce() {
    return atOnce;
  }

  /**
   * The line on the receipt.
   *
   * @return for people; empty when nothing worth a line happened
   */
  public String detail() {
    return detail;
  }

  /**
   * What else belongs into the same transaction.
   *
   * @return in the order it was added
   */
  public List<Effect> effects() {
    return effects;
  }

  @Override
  public String toString() {
    return "Saving[" + entry + ", due " + due + ", " + effects + "]";
  }
}
