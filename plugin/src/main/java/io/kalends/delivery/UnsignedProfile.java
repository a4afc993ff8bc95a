package io.kalends.delivery;

/**
 * An Apple configuration profile as XML property list, UTF-8, canonical: same input, same bytes.
 */
public final class UnsignedProfile implements Configuration {

  private final ProfileIdentity identity;
  private final byte[] bytes;

  /**
   * Takes a copy of the bytes.
   *
   * @param identity every id inside
   * @param bytes the property list
   */
  public UnsignedProfile(ProfileIdentity identity, byte[] bytes) {
    this.identity = identity;
    this.bytes = bytes.clone();
  }

  /**
   * Every id inside.
   *
   * @return never null
   */
  public ProfileIdentity identity() {
    return identity;
  }

  /**
   * The content.
   *
   * @return a copy of the property list
   */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public DeliveryForm form() {
    return DeliveryForm.UNSIGNED_PROFILE;
  }

  @Override
  public String toString() {
    return "UnsignedProfile[" + identity.identifier() + ", " + bytes.length + " bytes]";
  }
}
