package io.kalends.ledger;

import io.kalends.account.DeviceLabel;
import io.kalends.enrollment.Device;
import io.kalends.event.ProvisioningEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What is known and what is to be done, kept so that a crash between any two lines loses nothing.
 * Safe for use by several threads; several nodes share one. The arrow never turns: facts come in by
 * {@link #accept}, become entries by {@link #apply}, and entries go one step per {@link #claim}.
 */
public interface Ledger {

  /**
   * Takes facts in. On return they are committed; facts whose key is there already are passed over.
   *
   * @param tenant the organisation
   * @param instance the configured provider they came from
   * @param events what it told
   * @throws io.kalends.store.DatabaseFailure when nothing was taken in
   */
  void accept(String tenant, String instance, List<ProvisioningEvent> events);

  /**
   * Applies facts that are due, oldest first: the registry follows, entries are opened, moved and
   * told to withdraw. A report that matches nothing yet stays and is tried again.
   *
   * @param max how many at most
   * @return how many were looked at; less than {@code max} when no more are due
   * @throws io.kalends.store.DatabaseFailure when none was
   */
  int apply(int max);

  /**
   * Claims entries whose next step is due, interactive ones first.
   *
   * @param node who claims, unique among the nodes that run
   * @param orders what it has room for
   * @return claimed and committed; empty when nothing is due or allowed
   * @throws io.kalends.store.DatabaseFailure when nothing was claimed
   */
  List<Claim> claim(String node, List<Order> orders);

  /**
   * Saves what came of a claimed step, and ends the claim. Facts and withdrawals that arrived
   * meanwhile are kept and make the entry due at once.
   *
   * @param claim under which the step was taken
   * @param saving what came of it
   * @return false when the claim had lapsed and somebody else took the entry over: nothing was
   *     saved
   * @throws io.kalends.store.DatabaseFailure when nothing was saved, or else {@link
   *     io.kalends.store.DatabaseFailure#mayHaveBeenKept()}
   */
  boolean save(Claim claim, Saving saving);

  /**
   * When something becomes due next, so that nobody asks in vain before.
   *
   * @param instances those asked about
   * @return by the database's clock; empty when nothing is due until an event comes
   */
  Optional<Instant> nextDue(Set<Instance> instances);

  /**
   * What time it is for everybody who shares this ledger.
   *
   * @return by the database's clock
   */
  Instant now();

  /**
   * A configured provider of an organisation.
   *
   * @param tenant the organisation
   * @param instance the provider
   */
  record Instance(String tenant, String instance) {}

  /**
   * What a node has room for.
   *
   * @param of which provider's entries
   * @param lane which steps
   * @param max how many at most
   * @param lease for how long; outlasts all the time-outs of the step together
   * @param pace how fast the source may be asked; heeded in {@link Claim.Lane#MINT}
   * @param labels makes the label of a mint, unique at every call; asked in {@link Claim.Lane#MINT}
   */
  record Order(
      Instance of,
      Claim.Lane lane,
      int max,
      Duration lease,
      Pace pace,
      Function<Device, DeviceLabel> labels) {}

  /**
   * How fast one API may be called for one tenant, by all nodes together. Both windows are kept at
   * any moment, with room for calls that reach the service a little late.
   *
   * @param api the source's name: one API, one app
   * @param perSecond at most so many in any second; 0 for no limit
   * @param perMinute at most so many in any minute; 0 for no limit
   */
  record Pace(String api, int perSecond, int perMinute) {

    /** Checks itself. */
    public Pace {
      if (perSecond < 0 || perMinute < 0) {
        throw new IllegalArgumentException("a pace is positive, or 0 for no limit");
      }
    }

    /**
     * The space between two calls, 2.5 % wider than the limit asks for.
     *
     * @return zero when there is no limit
     */
    public Duration spacing() {
      long micros = 0;
      if (perSecond > 0) {
        micros = 1_025_000L / perSecond;
      }
      if (perMinute > 0) {
        micros = Math.max(micros, 61_500_000L / perMinute);
      }
      return Duration.ofNanos(micros * 1_000);
    }
  }

  /** Whether an enrollment is provisioned without anybody asking: the pilot filter. */
  @FunctionalInterface
  interface Admission {

    /**
     * Decides from settings and the device alone; does not call out.
     *
     * @param of where it enrolled
     * @param device what enrolled
     * @return false: it is registered, and served only when a person asks
     */
    boolean admits(Instance of, Device device);
  }
}
