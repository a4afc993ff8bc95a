package io.kalends;

import io.kalends.account.CredentialSource;
import io.kalends.davx5.Davx5Builder;
import io.kalends.delivery.DeliveryForm;
import io.kalends.delivery.Exposure;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.OwnerDirectory;
import io.kalends.ledger.AccountBox;
import io.kalends.ledger.Claim.Lane;
import io.kalends.ledger.Entry;
import io.kalends.ledger.EntryKey;
import io.kalends.ledger.Ledger.Instance;
import io.kalends.ledger.Ledger.Pace;
import io.kalends.mdm.MdmProvider;
import io.kalends.profile.ProfileBuilder;
import io.kalends.signing.ProfileSigner;
import io.kalends.store.sealing.Sealer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The façade: one calendar service, one MDM, and the road between them. Safe for use by several
 * threads. Keeps nothing: the caller holds the entries, whose accounts are sealed under a key that
 * lives as long as this object, unless {@link Builder#sealer} sets another. Given to a {@link
 * Worker}, a road is travelled by many at once, through crashes and failures.
 */
public final class Kalends {

  private final Road road;
  private final Consumer<Entry> save;

  private Kalends(Builder builder) {
    this.save = builder.save;
    Map<DeliveryForm, Wrapper> wrappers = Map.copyOf(builder.wrappers);
    Preflight preflight =
        new Preflight(
            builder.owners,
            builder.provider,
            new RecentHealth(builder.provider, builder.clock)::now,
            wrappers,
            builder.policy);
    Labels labels = new Labels(builder.random);
    Provisioner provisioner =
        new Provisioner(
            preflight,
            builder.source,
            new AccountBox(builder.sealer),
            builder.provider,
            wrappers,
            labels,
            UUID::randomUUID);
    this.road =
        new Road(
            new Instance(builder.tenant, builder.instance),
            builder.source,
            builder.provider,
            preflight,
            provisioner,
            labels,
            UUID::randomUUID,
            builder.settings.with(builder.pace.orElse(new Pace(builder.instance, 0, 0))));
  }

  /** For the worker. */
  Road road() {
    return road;
  }

  /**
   * Starts to describe the road.
   *
   * @param source mints the credentials; closed by the caller
   * @param provider takes the deliveries; closed by the caller
   * @return a builder that needs at least one form of delivery
   */
  public static Builder between(CredentialSource source, MdmProvider provider) {
    return new Builder(source, provider);
  }

  /**
   * Carries a device's first credential from the request to the MDM.
   *
   * @param device the enrollment to be served
   * @return the entry, in SENT
   * @throws io.kalends.failure.Failure as {@link #provision(Device, int)} does
   */
  public Entry provision(Device device) {
    return provision(device, 1);
  }

  /**
   * Carries a credential of a device from the request to the MDM. The steps run one after the other
   * in this thread; each entry is handed to {@link Builder#saving} before the next step begins. A
   * failure after the mint leaves a credential that only the entry saved last tells of.
   *
   * @param device the enrollment to be served
   * @param generation counts the credentials of this enrollment, from 1; a profile's revision
   *     follows it
   * @return the entry, in SENT
   * @throws io.kalends.failure.Failure sorted; see {@link CredentialSource#mint} for what each
   *     means
   */
  public Entry provision(Device device, int generation) {
    EntryKey key = new EntryKey(road.of().tenant(), road.of().instance(), device.id(), generation);
    Provisioner provisioner = road.provisioner();
    Entry resolved = saved(provisioner.resolve(saved(Entry.open(key, device))));
    Entry minted = saved(provisioner.mint(saved(provisioner.label(resolved))));
    return saved(provisioner.deliver(saved(provisioner.address(minted))));
  }

  private Entry saved(Entry entry) {
    save.accept(entry);
    return entry;
  }

  /** Describes a road. Not for use by several threads. */
  public static final class Builder {

    private final CredentialSource source;
    private final MdmProvider provider;
    private final Map<DeliveryForm, Wrapper> wrappers = new EnumMap<>(DeliveryForm.class);
    private String tenant = "default";
    private String instance = "default";
    private OwnerDirectory owners = Preflight::asTheMdmSays;
    private Consumer<Entry> save = entry -> {};
    private Exposure.Policy policy = Exposure.Policy.strict();
    private final SecureRandom random = new SecureRandom();
    private Clock clock = Clock.systemUTC();
    private Optional<Pace> pace = Optional.empty();
    private RoadSettings settings = RoadSettings.defaults();
    private Sealer sealer = Sealer.ephemeral(random);

    private Builder(CredentialSource source, MdmProvider provider) {
      this.source = source;
      this.provider = provider;
    }

    /**
     * Names the organisation and the provider's configuration, as they stand in every entry.
     *
     * @param tenant lower-case letters, digits and hyphens
     * @param instance same alphabet
     * @return this
     */
    public Builder named(String tenant, String instance) {
      this.tenant = tenant;
      this.instance = instance;
      return this;
    }

    /**
     * Sets who knows the owners. By default what the MDM says is believed.
     *
     * @param owners the directory
     * @return this
     */
    public Builder owners(OwnerDirectory owners) {
      this.owners = owners;
      return this;
    }

    /**
     * Lets Apple devices be served with signed profiles.
     *
     * @param builder makes them
     * @param signer signs them
     * @return this
     */
    public Builder signedProfiles(ProfileBuilder builder, ProfileSigner signer) {
      return with(new SignedProfileWrapper(builder, signer));
    }

    /**
     * Lets Apple devices be served with unsigned profiles, for an MDM that signs by itself.
     *
     * @param builder makes them
     * @return this
     */
    public Builder unsignedProfiles(ProfileBuilder builder) {
      return with(new UnsignedProfileWrapper(builder));
    }

    /**
     * Lets Android devices be served with managed configurations for DAVx5.
     *
     * @param builder makes them
     * @return this
     */
    public Builder davx5(Davx5Builder builder) {
      return with(new Davx5Wrapper(builder));
    }

    /**
     * Allows classes of exposure by name; by default no clear secret may leave.
     *
     * @param classes what to allow beyond the default
     * @return this
     */
    public Builder allowing(Set<Exposure> classes) {
      this.policy = Exposure.Policy.allowing(classes);
      return this;
    }

    /**
     * Sets who keeps the entries. By default nobody does.
     *
     * @param save given every entry before the next step begins; when it throws, the road ends
     *     there
     * @return this
     */
    public Builder saving(Consumer<Entry> save) {
      this.save = save;
      return this;
    }

    /**
     * Sets the key under which accounts rest in entries. A {@link Worker} needs one that outlives
     * this process: by default it is drawn at random and lost with this object.
     *
     * @param sealer holds the master key
     * @return this
     */
    public Builder sealer(Sealer sealer) {
      this.sealer = sealer;
      return this;
    }

    /**
     * Sets how fast the source may be asked to mint, by all nodes together. Roads that name the
     * same API for one tenant share one pace. By default there is no limit, under the instance's
     * name.
     *
     * @param pace the source's name and its limits
     * @return this
     */
    public Builder pace(Pace pace) {
      this.pace = Optional.of(pace);
      return this;
    }

    /**
     * Sets how many steps of a lane may run at once on one node.
     *
     * @param lane whom these steps ask
     * @param steps 1 to 1,000
     * @return this
     * @throws IllegalArgumentException when it is another number
     */
    public Builder atOnce(Lane lane, int steps) {
      this.settings = settings.with(lane, steps);
      return this;
    }

    /**
     * Sets how long sealed accounts stay in the ledger. By default {@link KeepSealed#AUTO}.
     *
     * @param keepSealed until when
     * @return this
     */
    public Builder keepingSealed(KeepSealed keepSealed) {
      this.settings = settings.with(keepSealed);
      return this;
    }

    /**
     * Sets whether a first credential is tried before it is sent, where the source can. By default
     * it is; one that replaces another always is.
     *
     * @param probeFirst false where the calendar cannot be reached from here
     * @return this
     */
    public Builder probingFirst(boolean probeFirst) {
      this.settings = settings.probingFirst(probeFirst);
      return this;
    }

    /**
     * Sets how long after its delivery a new credential makes the one before it go, when no more
     * proof of it came. By default 24 hours.
     *
     * @param deadline not negative
     * @return this
     * @throws IllegalArgumentException when it is negative
     */
    public Builder rotationDeadline(Duration deadline) {
      this.settings = settings.withRotationDeadline(deadline);
      return this;
    }

    /**
     * Sets the time. By default the system's.
     *
     * @param clock for what is remembered for a while
     * @return this
     */
    public Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /**
     * Finishes.
     *
     * @return the road
     * @throws IllegalStateException when no form of delivery was named
     */
    public Kalends build() {
      if (wrappers.isEmpty()) {
        throw new IllegalStateException(
            "no form of delivery: name signedProfiles, unsignedProfiles or davx5");
      }
      return new Kalends(this);
    }

    private Builder with(Wrapper wrapper) {
      wrappers.put(wrapper.form(), wrapper);
      return this;
    }
  }
}
