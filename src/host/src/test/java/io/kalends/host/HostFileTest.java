package io.kalends.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.delivery.Exposure;
import io.kalends.edge.config.InvalidSetting;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import io.kalends.ledger.Ledger.Pace;
import io.kalends.store.sealing.MasterKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostFileTest {

  private static final String SECRET = "fake-secret-of-a-configuration-0123456789";

  @TempDir private Path folder;

  @BeforeEach
  void files() throws IOException {
    MasterKeys.createFile(folder.resolve("master.keys"), Clock.systemUTC(), new SecureRandom());
    for (String secret : new String[] {"signing.password", "admin.token", "shared.secret"}) {
      Files.writeString(folder.resolve(secret), SECRET);
    }
  }

  @Test
  void readsTheSampleThatIsShipped() throws IOException {
    HostConfig config = read(sample());
    assertThat(config.tenant()).isEqualTo("acme");
    assertThat(config.port()).isEqualTo(HostConfig.DEFAULT_PORT);
    assertThat(config.exposure()).containsExactly(Exposure.CLEAR_IN_PROFILE);
    assertThat(config.signing()).isPresent();
    HostConfig.Source source = config.sources().get(0);
    assertThat(source.pace()).isEqualTo(new Pace("calendar", 50, 1000));
    assertThat(source.settings().text("adminToken")).isEqualTo(SECRET);
    assertThat(config.instances().get(0).provision().admits(device("Alice@Example.org"))).isTrue();
    assertThat(config.instances().get(0).provision().admits(device("bob@example.org"))).isFalse();
  }

  @Test
  void nothingIsProvisionedUntilItIsSwitchedOn() throws IOException {
    HostConfig config = read(sample().replace("    provision: filter             #", "    #"));
    assertThat(config.instances().get(0).provision().admits(device("alice@example.org"))).isFalse();
  }

  @Test
  void namesTheFieldAndTheFix() throws IOException {
    refused(sample().replace("tenant: acme", "tenat: acme"), "tenat: unknown");
    refused(sample().replace("source: calendar", "source: agenda"), "there are: calendar");
    refused(sample().replace("name: office", "name: Office!"), "instances[0].name");
    refused(sample().replace("provision: filter", "provision: some"), "off or filter or all");
    refused(sample().replace("perSecond: 50", "perSecond: -1"), "positive");
    refused(sample().replace("[clear-in-profile]", "[clear]"), "exposure.allow");
  }

  @Test
  void showsNoSecret() throws IOException {
    assertThatThrownBy(() -> read(sample().replace("type: generic", "typ: generic")))
        .hasMessageNotContaining(SECRET);
  }

  private void refused(String yaml, String text) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("kalends.yaml")
        .hasMessageContaining(text);
  }

  private HostConfig read(String yaml) throws IOException {
    Path file = folder.resolve("kalends.yaml");
    Files.writeString(file, yaml);
    return HostConfig.read(file);
  }

  private static String sample() throws IOException {
    return Files.readString(Path.of("../docs/kalends.sample.yaml"));
  }

  private static Device device(String owner) {
    return Device.enrolled(new EnrollmentId("UDID"), Platform.IOS).ownerHint(owner).build();
  }
}
