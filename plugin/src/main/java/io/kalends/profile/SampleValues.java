package io.kalends.profile;

/** Harmless values with which a template is tried out when it is loaded. */
final class SampleValues {

  /** A certificate for nothing; its key was thrown away when it was made. */
  private static final String CERTIFICATE =
      "MIIBeTCCAR+gAwIBAgIUKqsJkkn18J7k4GYMMgtYGV/Dj3EwCgYIKoZIzj0EAwIwETEPMA0GA1UEAwwG"
          + "U2FtcGxlMCAXDTI2MTEyMjE1Mzg1MFoYDzIxMjYxMDI5MTUzODUwWjARMQ8wDQYDVQQDDAZTYW1wbGUw"
          + "WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATDZYnzOBmnh/bYjypDLXhQGh+nm8/+PV+ZwuCvuvjUpPOe"
          + "fA6fl6V2K/216gYvWHA0qTFfnqmGiHbKqe66l6eco1MwUTAdBgNVHQ4EFgQUgemHPGj3MS1SZIuizChd"
          + "DpOs2bMwHwYDVR0jBBgwFoAUgemHPGj3MS1SZIuizChdDpOs2bMwDwYDVR0TAQH/BAUwAwEB/zAKBggq"
          + "hkjOPQQDAgNIADBFAiAluNx6pFGIalXgF3RKz+R+BXyBJx/cmK1LjdSE9ru6DwIhAO5fez0ybkjdTI4y"
          + "Rtkjm/Zla3dfrRYVRil1pm1obSYf";

  private SampleValues() {}

  /** An {@link XmlValue encoded} value of the placeholder's type. */
  static String of(Placeholder placeholder) {
    return switch (placeholder) {
      case PROFILE_IDENTIFIER -> "io.kalends.sample.device";
      case PROFILE_UUID -> "00000000-0000-5000-8000-000000000001";
      case CALENDAR_NAME, ORGANIZATION_NAME -> "Sample organization";
      case OWNER_NAME -> "Sample owner";
      case OWNER_ADDRESS -> "owner@example.org";
      case DEVICE_NAME -> "Sample device";
      case ACCOUNT_IDENTIFIER -> "io.kalends.sample.device.caldav";
      case ACCOUNT_UUID -> "00000000-0000-5000-8000-000000000002";
      case ACCOUNT_HOST -> "caldav.example.org";
      case ACCOUNT_PORT -> XmlValue.integer(443);
      case ACCOUNT_TLS -> XmlValue.flag(true);
      case ACCOUNT_USER -> "sample-user";
      case ACCOUNT_PASSWORD -> "sample-password";
      case ACCOUNT_PRINCIPAL_URL -> "https://caldav.example.org/principals/sample/";
      case CERTIFICATE_IDENTIFIER -> "io.kalends.sample.device.root";
      case CERTIFICATE_UUID -> "00000000-0000-5000-8000-000000000003";
      case CERTIFICATE_DATA -> CERTIFICATE;
    };
  }
}
