package io.kalends.profile;

import io.kalends.account.CalDavAccount;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import io.kalends.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** What the tests of this package start from. */
final class Given {

  static final String PASSWORD = "not-a-real-password-1";
  static final DeviceOwner ANNA = new DeviceOwner("anna@example.org", "Anna Müller");
  static final CalDavAccount ACCOUNT = account("u_anna", PASSWORD);

  private Given() {}

  static Device device(Platform platform) {
    return Device.enrolled(new EnrollmentId("9F2C-EXAMPLE-UDID"), platform)
        .name("Anna's device")
        .build();
  }

  static CalDavAccount account(String userName, String password) {
    return CalDavAccount.of("caldav.example.org", 443, userName, Secret.of(password));
  }

  static ProfileBuilder builder() {
    return new ProfileBuilder(ProfileTemplates.builtIn(), ProfileNaming.of("example"));
  }

  static X509Certificate certificate(String resource) {
    try (InputStream in = Given.class.getResourceAsStream("/certificates/" + resource)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (IOException | CertificateException e) {
      throw new IllegalStateException(e);
    }
  }
}
