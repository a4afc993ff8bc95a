package io.kalends.delivery;

/**
 * A signed Apple configuration profile: CMS SignedData with the property list attached, definite
 * lengths throughout. Binary: never pass it through a string.
 */
public final class SignedProfile implements Configuration {

  private final ProfileIdentity identity;
  private final byte[] bytes;

  /**
   * Takes a copy of the bytes.
   *
   * @param identity every id inside
   * @param bytes the CMS structure
   */
  public SignedProfile(ProfileIdentity identity, byte[] bytes) {
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
   * @return a copy of the CMS structure
   */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public DeliveryForm form() {
    return DeliveryForm.SIGNED_PROFILE;
  }

  @Override
  public String toString() {
    return "SignedProfile[" + identity.identifier() + ", " + bytes.length + " bytes]";
  }
}
