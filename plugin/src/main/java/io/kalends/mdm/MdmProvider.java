package io.kalends.mdm;

import io.kalends.delivery.Acceptance;
import io.kalends.delivery.Configuration;
import io.kalends.enrollment.Device;
import java.util.UUID;

/**
 * An MDM server as Kalends sees it. What a vendor can do beyond these calls is said by implementing
 * the optional interfaces of this package and {@link io.kalends.event.EventReceiver}. Safe for use
 * by several threads. Implementations sort their failures ({@link io.kalends.failure.Failure}), do
 * not retry, do not log secrets and put none into messages.
 */
public interface MdmProvider extends AutoCloseable {

  /**
   * What this MDM takes for a device. Answers from settings and from the device alone; does not
   * call out. A Mac or Shared iPad on its device channel is refused by name, since CalDAV accounts
   * are accepted on the user channel only.
   *
   * @param device the enrollment to be served
   * @return the forms, and the limits an administrator should know
   */
  Acceptance accepts(Device device);

  /**
   * Hands a configuration over. Doing it twice with the same attempt leaves one installation; a
   * configuration with the same profile identifier replaces the earlier one.
   *
   * @param device the enrollment to be served
   * @param configuration in a form that {@link #accepts} named
   * @param attempt unique per entry and attempt, saved before this call: use it as the command's id
   *     or as the name of what is created, so that a repeat finds it
   * @return how to find it again
   * @throws io.kalends.failure.Failure sorted
   */
  InstallReference install(Device device, Configuration configuration, UUID attempt);

  /**
   * Takes an installation away. One that is not there is success; so is one that never happened,
   * because its attempt was cut off before it reached the MDM.
   *
   * @param installation what is to be taken away
   * @param attempt unique per removal, saved before this call: use it as the command's id
   * @throws io.kalends.failure.Failure sorted; repeating is always safe
   */
  void remove(Installation installation, UUID attempt);

  /**
   * Tries the connection and the rights, read-only.
   *
   * @return what was found; a system that cannot be reached is a finding, not an exception
   */
  ProviderHealth check();

  /** Releases connections; closing twice is fine. */
  @Override
  void close();
}
