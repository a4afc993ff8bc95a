package io.kalends.enrollment;

import java.util.Locale;

/**
 * The person a device belongs to, as the calendar service knows them.
 *
 * @param address the e-mail address or UPN that identifies the person; compared in lower case,
 *     which the constructor applies
 * @param displayName the name shown to people; the address when nothing better is known
 */
public record DeviceOwner(String address, String displayName) {

  /** Checks itself. */
  public DeviceOwner {
    address = Texts.require("owner address", address, 320).strip().toLowerCase(Locale.ROOT);
    displayName = Texts.require("owner display name", displayName, 10_240);
  }

  /**
   * An owner of whom only the address is known.
   *
   * @param address the e-mail address or UPN
   * @return an owner whose display name is the address
   */
  public static DeviceOwner of(String address) {
    return new DeviceOwner(address, address);
  }
}
