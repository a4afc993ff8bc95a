package io.kalends.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class EnrollmentNounsTest {

  private final EnrollmentId phone = new EnrollmentId("00008110-000A");

  @Test
  void anEnrollmentIdIsOpaque() {
    for (String id : List.of("UDID:user", "../../etc/passwd", "a b", "设备", "x".repeat(512), "👍")) {
      assertThat(new EnrollmentId(id)).hasToString(id).isEqualTo(new EnrollmentId(id));
    }
    assertThat(new EnrollmentId("a")).isLessThan(new EnrollmentId("b"));
  }

  @Test
  void anEnrollmentIdThatBreaksLogsOrKeysIsRefused() {
    assertThatThrownBy(() -> new EnrollmentId(" ")).hasMessage("enrollment id is empty");
    assertThatThrownBy(() -> new EnrollmentId("x".repeat(513))).hasMessageContaining("at most 512");
    for (String bad : List.of("a\nb", "a\0", "a\u0085", "\uD800", "\uDE00a")) {
      assertThatThrownBy(() -> new EnrollmentId(bad))
          .hasMessageContaining("enrollment id holds U+");
    }
  }

  @Test
  void anOwnerIsKnownByTheLowerCaseAddressWhateverTheLanguage() {
    assertThat(DeviceOwner.of(" ALICE.I@Example.ORG ").address()).isEqualTo("alice.i@example.org");
    assertThat(new DeviceOwner("A@b.c", "Alice").displayName()).isEqualTo("Alice");
    assertThat(DeviceOwner.of("a@b.c").displayName()).isEqualTo("a@b.c");
    assertThatThrownBy(() -> DeviceOwner.of("")).hasMessage("owner address is empty");
    assertThatThrownBy(() -> DeviceOwner.of("a\nb")).hasMessageContaining("owner address holds");
    assertThatThrownBy(() -> new DeviceOwner("a@b.c", "\t"))
        .hasMessageContaining("owner display name");
  }

  @Test
  void aDeviceTellsWhatIsKnownAndNothingElse() {
    Device device =
        Device.enrolled(phone, Platform.IOS)
            .name("Anna's iPhone")
            .model("iPhone 15")
            .osVersion("18.1")
            .serialNumber("C02X")
            .ownerHint(" ")
            .build();
    assertThat(device.name()).contains("Anna's iPhone");
    assertThat(device.model()).contains("iPhone 15");
    assertThat(device.osVersion()).contains("18.1");
    assertThat(device.serialNumber()).contains("C02X");
    assertThat(device.ownerHint()).isEmpty();
    assertThat(device.parent()).isEmpty();
    assertThat(device.channel()).isEqualTo(Channel.DEVICE);
    assertThat(device).hasToString("Device[00008110-000A, IOS, DEVICE]");
  }

  @Test
  void aUserChannelHangsOnItsDevice() {
    EnrollmentId user = new EnrollmentId("00008110-000A:501");
    Device device = Device.enrolled(user, Platform.MACOS).userChannelOf(phone).build();
    assertThat(device.channel()).isEqualTo(Channel.USER);
    assertThat(device.parent()).contains(phone);
  }

  @Test
  void aHostileNameStaysAsItCameButForItsEnd() {
    String hostile = "]]><key>\0\u202E\n";
    assertThat(named(hostile)).isEqualTo(hostile);
    assertThat(named("n".repeat(1_000_000))).hasSize(10_240);
  }

  @Test
  void theCutSplitsNoSurrogatePair() {
    String name = "n".repeat(10_239) + "👍tail";
    assertThat(named(name)).isEqualTo("n".repeat(10_239));
    assertThat(named("n".repeat(10_238) + "👍tail")).isEqualTo("n".repeat(10_238) + "👍");
  }

  @Test
  void androidAloneReadsNoProfiles() {
    for (Platform platform : Platform.values()) {
      assertThat(platform.readsProfiles()).isEqualTo(platform != Platform.ANDROID);
    }
  }

  private String named(String name) {
    return Device.enrolled(phone, Platform.IOS).name(name).build().name().orElseThrow();
  }
}
