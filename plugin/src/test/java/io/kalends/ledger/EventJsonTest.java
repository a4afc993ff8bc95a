package io.kalends.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceJson;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import io.kalends.event.ProvisioningEvent;
import io.kalends.event.ProvisioningEvent.Asked;
import io.kalends.event.ProvisioningEvent.CertificatesReported;
import io.kalends.event.ProvisioningEvent.CheckedIn;
import io.kalends.event.ProvisioningEvent.CheckedOut;
import io.kalends.event.ProvisioningEvent.CommandError;
import io.kalends.event.ProvisioningEvent.CommandReported;
import io.kalends.event.ProvisioningEvent.CommandStatus;
import io.kalends.event.ProvisioningEvent.Enrolled;
import io.kalends.event.ProvisioningEvent.InstalledProfile;
import io.kalends.event.ProvisioningEvent.OwnerChanged;
import io.kalends.event.ProvisioningEvent.OwnerConsented;
import io.kalends.event.ProvisioningEvent.OwnerLeft;
import io.kalends.event.ProvisioningEvent.ProfilesReported;
import io.kalends.event.ProvisioningEvent.ReEnrolled;
import io.kalends.event.ProvisioningEvent.UserChannelReady;
import io.kalends.event.ProvisioningEvent.Wish;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventJsonTest {

  private static final Instant AT = Instant.parse("2026-01-01T00:00:00.123456789Z");
  private static final EnrollmentId ID = new EnrollmentId("mac:user \"\u4e2d\"");
  private static final DeviceOwner ANN = new DeviceOwner("ann@example.org", "Ann \u00c5");
  private static final Device DEVICE =
      Device.enrolled(ID, Platform.MACOS)
          .userChannelOf(new EnrollmentId("mac"))
          .name("Ann's Mac")
          .ownerHint("ANN@example.org")
          .build();

  /** Self-signed, of a key nobody kept. */
  private static final String CERTIFICATE =
      "MIIBhjCCAS2gAwIBAgIUVo+yucno56d3HVQWEIbA2ErmV4swCgYIKoZIzj0EAwIwGDEWMBQGA1UE"
          + "AwwNYSB0ZXN0IGRldmljZTAgFw0yNjExMjIyMjQ0MTJaGA8yMTI2MTAyOTIyNDQxMlowGDEWMBQG"
          + "A1UEAwwNYSB0ZXN0IGRldmljZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABE1TneUE9RU+vU5a"
          + "Qn8/aGjjb/BShDi23lnTMVwK0oKJk2lp2u1MW+/knKgK1y7bj+WfB9dURGjipWV0QLFbYdmjUzBR"
          + "MB0GA1UdDgQWBBSddDJ43HRYTf5XTQbxufZ1vQ1Q2DAfBgNVHSMEGDAWgBSddDJ43HRYTf5XTQbx"
          + "ufZ1vQ1Q2DAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0cAMEQCIAqUXXszdWJHDC9CmTzZ"
          + "ftGfprzDmnkO4pc3tebvSg9xAiBr+kQ258EfFlgIp6VtVplVMS7GsdrhCSJJ0T/mSlqRyA==";

  @Test
  void everyKindOfFactComesBackAsItWas() throws Exception {
    List<ProvisioningEvent> all = all();
    assertThat(all.stream().map(event -> event.getClass().getName()).toList())
        .as("every kind")
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(ProvisioningEvent.class.getPermittedSubclasses())
                .map(Class::getName)
                .toList());
    for (ProvisioningEvent event : all) {
      ProvisioningEvent read = EventJson.read(EventJson.write(event).toString());
      assertThat(read)
          .usingRecursiveComparison()
          .withEqualsForType(
              (one, other) -> DeviceJson.write(one).equals(DeviceJson.write(other)), Device.class)
          .isEqualTo(event);
    }
  }

  @Test
  void whatIsMissingOrOfAnotherTypeFailsWithoutShowingIt() {
    String good = EventJson.write(new Asked("k", AT, ID, Wish.RETRY, "canary-actor")).toString();
    for (String bad :
        List.of(
            "",
            "{}",
            good.replace("Asked", "Another"),
            good.replace("\"RETRY\"", "7"),
            good.replace("actor", "actress"),
            good.substring(1))) {
      assertThatThrownBy(() -> EventJson.read(bad))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("not readable")
          .hasMessageNotContaining("canary")
          .hasNoCause();
    }
  }

  private static List<ProvisioningEvent> all() throws Exception {
    byte[] der = Base64.getDecoder().decode(CERTIFICATE);
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(der));
    return List.of(
        new Enrolled("1", AT, DEVICE),
        new ReEnrolled("2", AT, DEVICE),
        new UserChannelReady("3", AT, DEVICE),
        new CheckedOut("4", AT, ID),
        new CheckedIn("5", AT, ID),
        new CommandReported(
            "6",
            AT,
            ID,
            new UUID(1, 2),
            CommandStatus.ERROR,
            List.of(new CommandError("MCCalDAVErrorDomain", 17002))),
        new ProfilesReported("7", AT, ID, List.of(new InstalledProfile("i", "not a uuid"))),
        new CertificatesReported("8", AT, ID, List.of(certificate)),
        new OwnerConsented("9", AT, ANN),
        new OwnerLeft("10", AT, ANN),
        new OwnerChanged("11", AT, ID, ANN),
        new Asked("12", AT, ID, Wish.ROTATE, "rule:age"));
  }
}
