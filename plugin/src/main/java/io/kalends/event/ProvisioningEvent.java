package io.kalends.event;

import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.enrollment.EnrollmentId;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A fact another system told us, normalised: never a raw body, never a secret. May arrive twice and
 * out of order; {@link #key()} tells a repeat.
 */
public sealed interface ProvisioningEvent {

  /**
   * What makes this fact unique within its instance, for example the vendor's event id.
   *
   * @return the same for every repeat of the same fact
   */
  String key();

  /**
   * When it happened, by the other system's clock where it tells.
   *
   * @return never null
   */
  Instant at();

  /**
   * A device enrolled for the first time.
   *
   * @param key unique per fact
   * @param at when
   * @param device everything the MDM knows about it
   */
  record Enrolled(String key, Instant at, Device device) implements ProvisioningEvent {}

  /**
   * A known device enrolled again: what it held is gone.
   *
   * @param key unique per fact
   * @param at when
   * @param device everything the MDM knows about it now
   */
  record ReEnrolled(String key, Instant at, Device device) implements ProvisioningEvent {}

  /**
   * A Mac's or Shared iPad's user channel can take commands.
   *
   * @param key unique per fact
   * @param at when
   * @param device the user channel's own enrollment
   */
  record UserChannelReady(String key, Instant at, Device device) implements ProvisioningEvent {}

  /**
   * A device left management.
   *
   * @param key unique per fact
   * @param at when
   * @param enrollment which
   */
  record CheckedOut(String key, Instant at, EnrollmentId enrollment) implements ProvisioningEvent {}

  /**
   * A device was seen.
   *
   * @param key unique per fact
   * @param at when
   * @param enrollment which
   */
  record CheckedIn(String key, Instant at, EnrollmentId enrollment) implements ProvisioningEvent {}

  /**
   * A device answered a command.
   *
   * @param key unique per fact
   * @param at when
   * @param enrollment which
   * @param attempt the command's id, as chosen by us
   * @param status what it answered
   * @param errors the error chain, outermost first; empty unless {@code status} is ERROR
   */
  record CommandReported(
      String key,
      Instant at,
      EnrollmentId enrollment,
      UUID attempt,
      CommandStatus status,
      List<CommandError> errors)
      implements ProvisioningEvent {

    /** Copies the chain. */
    public CommandReported {
      errors = List.copyOf(errors);
    }
  }

  /** What a device answers to a command, in Apple's words. */
  enum CommandStatus {
    /** Accepted; not yet a proof that the account works. */
    ACKNOWLEDGED,
    /** Refused, with an error chain. */
    ERROR,
    /** The command was malformed. */
    COMMAND_FORMAT_ERROR,
    /** Neither success nor failure: locked or asleep, offer it again. */
    NOT_NOW
  }

  /**
   * One link of an error chain.
   *
   * @param domain for example {@code MCCalDAVErrorDomain}
   * @param code for example 17002
   */
  record CommandError(String domain, int code) {}

  /**
   * A device told which profiles it holds.
   *
   * @param key unique per fact
   * @param at when
   * @param enrollment which
   * @param profiles all it told
   */
  record ProfilesReported(
      String key, Instant at, EnrollmentId enrollment, List<InstalledProfile> profiles)
      implements ProvisioningEvent {

    /** Copies the list. */
    public ProfilesReported {
      profiles = List.copyOf(profiles);
    }
  }

  /**
   * A profile on a device.
   *
   * @param identifier top-level PayloadIdentifier
   * @param uuid top-level PayloadUUID as text: hand-made ones are not always UUIDs
   */
  record InstalledProfile(String identifier, String uuid) {}

  /**
   * A device told which certificates it holds.
   *
   * @param key unique per fact
   * @param at when
   * @param enrollment which
   * @param identities certificates with a private key on the device
   */
  record CertificatesReported(
      String key, Instant at, EnrollmentId enrollment, List<X509Certificate> identities)
      implements ProvisioningEvent {

    /** Copies the list. */
    public CertificatesReported {
      identities = List.copyOf(identities);
    }
  }

  /**
   * An owner gave consent.
   *
   * @param key unique per fact
   * @param at when
   * @param owner who
   */
  record OwnerConsented(String key, Instant at, DeviceOwner owner) implements ProvisioningEvent {}

  /**
   * An owner left the organisation.
   *
   * @param key unique per fact
   * @param at when
   * @param owner who
   */
  record OwnerLeft(String key, Instant at, DeviceOwner owner) implements ProvisioningEvent {}

  /**
   * A device belongs to somebody else now.
   *
   * @param key unique per fact
   * @param at when
   * @param enrollment which device
   * @param owner the new owner
   */
  record OwnerChanged(String key, Instant at, EnrollmentId enrollment, DeviceOwner owner)
      implements ProvisioningEvent {}

  /**
   * A person, or a rule a person set, asks for something to be done.
   *
   * @param key unique per request: asked twice, it is done once
   * @param at when
   * @param enrollment for which device
   * @param wish what
   * @param actor who, for the receipt
   */
  record Asked(String key, Instant at, EnrollmentId enrollment, Wish wish, String actor)
      implements ProvisioningEvent {}

  /** What can be asked for. */
  enum Wish {
    /** An account, also where the pilot filter would leave the device out. */
    PROVISION,
    /** Another credential in place of the one it has. */
    ROTATE,
    /** To be taken away, though the device stays. */
    WITHDRAW,
    /** What is held, tried again now. */
    RETRY
  }
}
