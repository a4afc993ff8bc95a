package io.kalends;

import io.kalends.account.CalDavAccount;
import io.kalends.account.CredentialProbe;
import io.kalends.account.CredentialSource;
import io.kalends.delivery.Configuration;
import io.kalends.delivery.DeliveryForm;
import io.kalends.delivery.ProfileIdentity;
import io.kalends.delivery.SignedProfile;
import io.kalends.delivery.UnsignedProfile;
import io.kalends.ledger.AccountBox;
import io.kalends.ledger.Entry;
import io.kalends.mdm.InstallReference;
import io.kalends.mdm.MdmProvider;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The steps, each from one entry to the next. Whoever calls one saves what it returns before
 * calling the next; a step that fails throws a sorted failure and has changed nothing.
 */
final class Provisioner {

  private final Preflight preflight;
  private final CredentialSource source;
  private final AccountBox box;
  private final MdmProvider provider;
  private final Map<DeliveryForm, Wrapper> wrappers;
  private final Labels labels;
  private final Supplier<UUID> attempts;

  Provisioner(
      Preflight preflight,
      CredentialSource source,
      AccountBox box,
      MdmProvider provider,
      Map<DeliveryForm, Wrapper> wrappers,
      Labels labels,
      Supplier<UUID> attempts) {
    this.preflight = preflight;
    this.source = source;
    this.box = box;
    this.provider = provider;
    this.wrappers = Map.copyOf(wrappers);
    this.labels = labels;
    this.attempts = attempts;
  }

  /** Never mint what cannot be delivered. */
  Entry resolve(Entry requested) {
    return requested.resolved(preflight.target(requested.device()));
  }

  /** The label is the undo handle, so it is saved before the source is asked. */
  Entry label(Entry resolved) {
    return resolved.minting(labels.next(resolved.device()));
  }

  /** Cannot be repeated; what comes back is sealed at once. */
  Entry mint(Entry minting) {
    CalDavAccount account =
        source.mint(minting.target().orElseThrow().owner(), minting.label().orElseThrow());
    return minting.minted(box.seal(minting.key(), account));
  }

  /** The attempt's id is saved before the MDM is asked, so that a repeat finds what it made. */
  Entry address(Entry minted) {
    return minted.sending(attempts.get());
  }

  /** Opens the box, wraps, hands over. */
  Entry deliver(Entry minted) {
    Wrapper wrapper = wrapperFor(minted);
    CalDavAccount account = box.open(minted.key(), minted.account().orElseThrow());
    Configuration configuration = wrapper.wrap(minted, account);
    InstallReference reference =
        provider.install(minted.device(), configuration, minted.attempt().orElseThrow());
    Entry sent = minted.sent(reference);
    return identityOf(configuration).map(sent::carrying).orElse(sent);
  }

  /** Opens the box and asks whether what is in it logs in. */
  boolean logsIn(Entry entry, CredentialProbe probe) {
    return probe.logsIn(box.open(entry.key(), entry.account().orElseThrow()));
  }

  private static Optional<ProfileIdentity> identityOf(Configuration configuration) {
    if (configuration instanceof SignedProfile profile) {
      return Optional.of(profile.identity());
    }
    return configuration instanceof UnsignedProfile profile
        ? Optional.of(profile.identity())
        : Optional.empty();
  }

  private Wrapper wrapperFor(Entry entry) {
    DeliveryForm form = entry.target().orElseThrow().form();
    Wrapper wrapper = wrappers.get(form);
    if (wrapper == null) {
      throw new IllegalStateException("nothing here makes " + form + ", which " + entry + " needs");
    }
    return wrapper;
  }
}
