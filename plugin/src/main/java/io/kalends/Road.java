package io.kalends;

import io.kalends.account.CredentialProbe;
import io.kalends.account.CredentialRevoker;
import io.kalends.account.CredentialSource;
import io.kalends.account.CredentialUse;
import io.kalends.delivery.Proof;
import io.kalends.ledger.Entry;
import io.kalends.ledger.Ledger.Instance;
import io.kalends.mdm.CommandPoller;
import io.kalends.mdm.Installation;
import io.kalends.mdm.MdmProvider;
import io.kalends.mdm.ProfileQuery;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * One configured provider with the source its devices are served from, and what each of the two can
 * do beyond what all can.
 *
 * @param of tenant and name
 * @param source mints
 * @param provider delivers
 * @param preflight looks before a mint
 * @param provisioner does what is done to one entry
 * @param labels names credentials
 * @param attempts names calls to the MDM
 * @param settings what an administrator set
 */
record Road(
    Instance of,
    CredentialSource source,
    MdmProvider provider,
    Preflight preflight,
    Provisioner provisioner,
    Labels labels,
    Supplier<UUID> attempts,
    RoadSettings settings) {

  Optional<CredentialRevoker> revoker() {
    return source instanceof CredentialRevoker revoker ? Optional.of(revoker) : Optional.empty();
  }

  Optional<CredentialProbe> probe() {
    return source instanceof CredentialProbe probe ? Optional.of(probe) : Optional.empty();
  }

  Optional<CredentialUse> use() {
    return source instanceof CredentialUse use ? Optional.of(use) : Optional.empty();
  }

  Optional<CommandPoller> poller() {
    return provider instanceof CommandPoller poller ? Optional.of(poller) : Optional.empty();
  }

  Optional<ProfileQuery> profileQuery() {
    return provider instanceof ProfileQuery query ? Optional.of(query) : Optional.empty();
  }

  /** Whether anybody will tell that a device has taken, or removed, what it was sent. */
  boolean confirms(Entry entry) {
    return highestProof(entry).compareTo(Proof.ACCEPTED) > 0;
  }

  /** The highest rung this pair can reach for a device. */
  Proof goal(Entry entry) {
    return use().isPresent() ? Proof.FIRST_LOGIN : highestProof(entry);
  }

  private Proof highestProof(Entry entry) {
    return provider.accepts(entry.device()).highestProof();
  }

  /** The entry once it is delivered: without its account, unless that is of use still. */
  Entry settled(Entry entry) {
    return switch (settings.keepSealed()) {
      case ALWAYS -> entry;
      case NEVER -> entry.erased();
      case AUTO -> revoker().isPresent() ? entry.erased() : entry;
    };
  }

  static Installation installation(Entry entry) {
    UUID attempt = entry.attempt().orElseThrow();
    return entry
        .reference()
        .map(reference -> Installation.answered(entry.device(), attempt, reference))
        .orElseGet(() -> Installation.unanswered(entry.device(), attempt));
  }
}
