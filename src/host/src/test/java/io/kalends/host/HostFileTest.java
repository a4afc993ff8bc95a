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
import io.kalends.store.token.TokenFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
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
  void readsHowTheRegistryIsKeptTrue() throws IOException {
    ReconcileTimes shipped = read(sample()).instances().get(0).reconcile();
    assertThat(shipped).isEqualTo(ReconcileTimes.DEFAULT);
    String without = sample().replaceFirst("(?s)    reconcile:.*?    settings:", "    settings:");
    assertThat(read(without).instances().get(0).reconcile())
        .as("without the section")
        .isEqualTo(ReconcileTimes.DEFAULT);
    ReconcileTimes other =
        read(reconciled("{every: PT15M, goneAfter: never, silentAfter: P30D}"))
            .instances()
            .get(0)
            .reconcile();
    assertThat(other)
        .isEqualTo(new ReconcileTimes(Duration.ofMinutes(15), Duration.ZERO, Duration.ofDays(30)));
  }

  @Test
  void namesTheFieldAndTheBoundsOfReconciling() throws IOException {
    refused(reconciled("{every: PT30S}"), "instances[0].reconcile.every: must be an ISO 8601");
    refused(reconciled("{every: 5m}"), "from PT1M to P1D");
    refused(reconciled("{every: never}"), "from PT1M to P1D");
    refused(reconciled("{goneAfter: PT1H}"), "goneAfter: must be an ISO 8601 duration from P1D");
    refused(reconciled("{silentAfter: P1D}"), "from P7D to P365D, or never");
    refused(reconciled("{silentAfter: P400D}"), "silentAfter");
    refused(reconciled("{gone: P3D}"), "gone: unknown");
  }

  @Test
  void readsATokenForMasterKeysWithoutLoggingIn() throws IOException {
    Files.writeString(folder.resolve("hsm.pin"), SECRET);
    String token = "library: none.so, slot: 7, pinFile: hsm.pin, keys: [kalends-2026]";
    HostConfig config = read(keys("{file: master.keys, pkcs11: {" + token + "}}"));
    assertThatThrownBy(() -> config.masterKeys(new SecureRandom()))
        .isInstanceOf(TokenFailure.class)
        .hasMessageContaining("none.so")
        .hasMessageNotContaining(SECRET);
    refused(keys("{pkcs11: {" + token.replace("slot: 7", "a: 7") + "}}"), "masterKeys.pkcs11.a");
    refused(keys("{pkcs11: {" + token.replace("slot: 7, ", "") + "}}"), "pkcs11.slot: set either");
    refused(keys("{pkcs11: {" + token.replace("slot: 7", "slot: -1") + "}}"), "negative");
    refused(keys("{pkcs11: {" + token.replace("[kalends-2026]", "[]") + "}}"), "pkcs11.keys");
    refused(keys("{pkcs11: {" + token.replace("hsm.pin", "no.pin") + "}}"), "pkcs11.pinFile");
    refused(keys("{file: master.keys, environment: KEYS}"), "set either file or environment");
    refused(keys("{}"), "masterKeys.file: set file, environment or pkcs11");
  }

  @Test
  void namesTheInstancesThereAre() throws IOException {
    HostConfig config = read(sample());
    assertThat(config.known("office").instance()).isEqualTo("office");
    assertThatThrownBy(() -> config.known("offices")).hasMessageContaining("there are: office");
  }

  @Test
  void showsNoSecret() throws IOException {
    assertThatThrownBy(() -> read(sample().replace("type: generic", "typ: generic")))
        .hasMessageNotContaining(SECRET);
  }

  private static String keys(String section) throws IOException {
    return sample().replace("masterKeys: {file: master.keys}", "masterKeys: " + section);
  }

  private static String reconciled(String section) throws IOException {
    return sample()
        .replaceFirst(
            "(?s)    reconcile:.*?    settings:", "    reconcile: " + section + "\n    settings:");
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
