package io.kalends.mdm;

import io.kalends.enrollment.Device;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an installation that was begun: enough to find it again, to ask after it and to
 * remove it, also when the answer to {@code install} was lost in a crash.
 */
public final class Installation {

  private final Device device;
  private final UUID attempt;
  private final @Nullable InstallReference reference;

  private Installation(Device device, UUID attempt, @Nullable InstallReference reference) {
    this.device = device;
    this.attempt = attempt;
    this.reference = reference;
  }

  /**
   * An installation whose answer came.
   *
   * @param device the enrollment it was installed on
   * @param attempt under which id
   * @param reference what {@code install} answered
   * @return never without a reference
   */
  public static Installation answered(Device device, UUID attempt, InstallReference reference) {
    return new Installation(device, attempt, reference);
  }

  /**
   * An installation that may or may not have happened.
   *
   * @param device the enrollment it was meant for
   * @param attempt under which id
   * @return without a reference
   */
  public static Installation unanswered(Device device, UUID attempt) {
    return new Installation(device, attempt, null);
  }

  /**
   * The enrollment it was meant for.
   *
   * @return never null
   */
  public Device device() {
    return device;
  }

  /**
   * The id {@code install} was called with.
   *
   * @return never null
   */
  public UUID attempt() {
    return attempt;
  }

  /**
   * What {@code install} answered.
   *
   * @return empty when the answer was lost: the provider looks by the attempt's id, or by whatever
   *     it derives from the device
   */
  public Optional<InstallReference> reference() {
    return Optional.ofNullable(reference);
  }

  @Override
  public String toString() {
    return "Installation[" + device.id() + ", " + attempt + "]";
  }
}
