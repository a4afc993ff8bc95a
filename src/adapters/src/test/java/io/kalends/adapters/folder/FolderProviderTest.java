package io.kalends.adapters.folder;

import static io.kalends.adapters.folder.Deliveries.ATTEMPT;
import static io.kalends.adapters.folder.Deliveries.DAVX5;
import static io.kalends.adapters.folder.Deliveries.FAKE_PASSWORD;
import static io.kalends.adapters.folder.Deliveries.IPHONE;
import static io.kalends.adapters.folder.Deliveries.PIXEL;
import static io.kalends.adapters.folder.Deliveries.device;
import static io.kalends.adapters.folder.Deliveries.identity;
import static io.kalends.adapters.folder.Deliveries.mode;
import static io.kalends.adapters.folder.Deliveries.names;
import static io.kalends.adapters.folder.Deliveries.unsigned;
import static io.kalends.adapters.folder.Deliveries.user;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.account.CalDavAccount;
import io.kalends.davx5.Davx5Json;
import io.kalends.davx5.Davx5Link;
import io.kalends.delivery.AccountValues;
import io.kalends.delivery.Configuration;
import io.kalends.delivery.DeliveryForm;
import io.kalends.delivery.ManagedConfiguration;
import io.kalends.delivery.Proof;
import io.kalends.delivery.SignedProfile;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.Platform;
import io.kalends.failure.PermanentFailure;
import io.kalends.mdm.InstallReference;
import io.kalends.mdm.Installation;
import io.kalends.mdm.MdmProvider;
import io.kalends.mdm.MdmProviderFactory;
import io.kalends.secret.Secret;
import io.kalends.settings.InvalidSetting;
import io.kalends.settings.Settings;
import io.kalends.testkit.SvgCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderProviderTest {

  @TempDir Path temp;
  private Path out;
  private MdmProvider provider;

  @BeforeEach
  void openTheProviderAsTheHostDoes() {
    out = temp.resolve("below/out");
    provider = factory().create(settings(Map.of("path", out.toString())), Clock.systemUTC());
  }

  @Test
  void aSignedProfileIsWrittenByteForByteForItsReaderOnly() throws IOException {
    byte[] bytes = {0x30, (byte) 0x82, 0, 1, (byte) 0xFF};
    InstallReference reference =
        provider.install(IPHONE, new SignedProfile(identity(), bytes), ATTEMPT);
    assertThat(reference.value()).isEqualTo("00008101-001A2D3E4F50802E");
    Path folder = out.resolve(reference.value());
    assertThat(names(folder)).containsExactly("profile.mobileconfig");
    assertThat(folder.resolve("profile.mobileconfig")).hasBinaryContent(bytes);
    assertThat(mode(folder.resolve("profile.mobileconfig"))).isEqualTo("rw-------");
    assertThat(mode(folder)).isEqualTo("rwx------");
    assertThat(mode(out)).isEqualTo("rwx------");
  }

  @Test
  void aManagedConfigurationIsWrittenAsSettingsAndAsACodeWithoutPassword() throws Exception {
    Path folder = out.resolve(provider.install(PIXEL, DAVX5, ATTEMPT).value());
    assertThat(folder.getParent()).isEqualTo(out);
    assertThat(names(folder)).containsExactly("davx5.json", "davx5.svg");
    byte[] settings = Files.readAllBytes(folder.resolve("davx5.json"));
    assertThat(Davx5Json.read(settings, "com.davdroid.managed")).isEqualTo(DAVX5);
    assertThat(new String(settings, UTF_8)).contains("张伟").doesNotContain("com.davdroid");
    String svg = Files.readString(folder.resolve("davx5.svg"));
    assertThat(SvgCode.read(svg))
        .isEqualTo("davx5://%E5%BC%A0%E4%BC%9F@caldav.example.org/")
        .isEqualTo(Davx5Link.of(DAVX5).reveal());
    assertThat(svg).doesNotContain(FAKE_PASSWORD);
    assertThat(mode(folder.resolve("davx5.json"))).isEqualTo("rw-------");
    assertThat(mode(folder.resolve("davx5.svg"))).isEqualTo("rw-------");
  }

  @Test
  void installingTwiceLeavesTheSameFilesAndTheLatestContent() throws IOException {
    InstallReference first = provider.install(IPHONE, unsigned("one"), ATTEMPT);
    assertThat(provider.install(IPHONE, unsigned("one"), ATTEMPT)).isEqualTo(first);
    assertThat(provider.install(IPHONE, unsigned("two"), UUID.randomUUID())).isEqualTo(first);
    assertThat(names(out.resolve(first.value()))).containsExactly("profile.mobileconfig");
    assertThat(out.resolve(first.value()).resolve("profile.mobileconfig")).hasContent("two");
  }

  @Test
  void aDeliveryOfAnotherFormRemovesTheEarlierOnesFilesAndNobodyElses() throws IOException {
    Device sameId = device(IPHONE.id().value(), Platform.ANDROID);
    Path folder = out.resolve(provider.install(IPHONE, unsigned("one"), ATTEMPT).value());
    Files.writeString(folder.resolve("note.txt"), "the administrator's");
    provider.install(sameId, DAVX5, ATTEMPT);
    assertThat(names(folder)).containsExactly("davx5.json", "davx5.svg", "note.txt");
    provider.install(IPHONE, unsigned("two"), ATTEMPT);
    assertThat(names(folder)).containsExactly("note.txt", "profile.mobileconfig");
  }

  @Test
  void removingTakesOurFilesAndRemovingTheAbsentIsSuccess() throws IOException {
    InstallReference reference = provider.install(IPHONE, unsigned("one"), ATTEMPT);
    Path folder = out.resolve(reference.value());
    provider.remove(Installation.answered(IPHONE, ATTEMPT, reference), ATTEMPT);
    assertThat(folder).doesNotExist();
    provider.remove(Installation.answered(IPHONE, ATTEMPT, reference), ATTEMPT);
    provider.remove(
        Installation.answered(IPHONE, ATTEMPT, new InstallReference("../elsewhere")), ATTEMPT);
    provider.install(IPHONE, unsigned("one"), ATTEMPT);
    Files.writeString(folder.resolve("note.txt"), "the administrator's");
    provider.remove(Installation.answered(IPHONE, ATTEMPT, reference), ATTEMPT);
    assertThat(names(folder)).containsExactly("note.txt");
  }

  @Test
  void aForeignReferenceRemovesNothing() {
    InstallReference reference = provider.install(IPHONE, unsigned("one"), ATTEMPT);
    provider.remove(Installation.answered(PIXEL, ATTEMPT, reference), ATTEMPT);
    assertThat(out.resolve(reference.value()).resolve("profile.mobileconfig")).exists();
  }

  @Test
  void takesProfilesOnTheRightChannelAndManagedConfigurationsOnAndroid() {
    Device mac = device("4D6F7A2C-1B9E", Platform.MACOS);
    Device macUser = user("4D6F7A2C-1B9E:8A0E", Platform.MACOS, mac);
    Device sharedIpad = user("IPAD:alice", Platform.IPADOS, device("IPAD", Platform.IPADOS));
    for (Device device : List.of(IPHONE, macUser, sharedIpad, device("V", Platform.VISIONOS))) {
      assertThat(provider.accepts(device).forms())
          .containsExactly(DeliveryForm.SIGNED_PROFILE, DeliveryForm.UNSIGNED_PROFILE);
    }
    assertThat(provider.accepts(PIXEL).forms()).containsExactly(DeliveryForm.MANAGED_CONFIGURATION);
    assertThat(provider.accepts(PIXEL).highestProof()).isEqualTo(Proof.ACCEPTED);
    assertThat(provider.accepts(PIXEL).limits())
        .anyMatch(l -> l.startsWith("Nobody acknowledges a folder"));
    assertThat(provider.accepts(mac).forms()).isEmpty();
    assertThat(provider.accepts(mac).limits())
        .singleElement()
        .satisfies(l -> assertThat(l).contains("macOS", "user channel", mac.id().value()));
    assertThat(provider.accepts(user("P:Q", Platform.ANDROID, IPHONE)).forms()).isEmpty();
  }

  @Test
  void whatIsNotAcceptedIsNotWritten() {
    Device mac = device("4D6F7A2C-1B9E", Platform.MACOS);
    AccountValues values =
        new AccountValues(
            CalDavAccount.of("caldav.example.org", 443, "u", Secret.of(FAKE_PASSWORD)), "d");
    Configuration noUser =
        new ManagedConfiguration("com.davdroid.managed", Map.of("login_password", FAKE_PASSWORD));
    Stream.<Callable<?>>of(
            () -> provider.install(mac, unsigned("x"), ATTEMPT),
            () -> provider.install(PIXEL, unsigned("x"), ATTEMPT),
            () -> provider.install(IPHONE, DAVX5, ATTEMPT),
            () -> provider.install(IPHONE, values, ATTEMPT),
            () -> provider.install(PIXEL, noUser, ATTEMPT))
        .forEach(
            call ->
                assertThatThrownBy(call::call)
                    .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        e ->
                            assertThat(e.reason())
                                .isEqualTo(PermanentFailure.Reason.NOT_DELIVERABLE))
                    .hasMessageNotContaining(FAKE_PASSWORD));
    assertThat(out).doesNotExist();
  }

  @Test
  void theCheckTouchesNothingAndWarnsOfAnOpenFolder() throws IOException {
    assertThat(provider.check().usable()).isTrue();
    assertThat(provider.check().findings()).isEmpty();
    assertThat(out).doesNotExist();
    Files.createDirectories(out);
    Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("rwxr-x---"));
    assertThat(provider.check().usable()).isTrue();
    assertThat(provider.check().findings())
        .singleElement()
        .satisfies(f -> assertThat(f.toString()).startsWith("warning: ").contains("0700"));
    Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("rwx------"));
    assertThat(provider.check().findings()).isEmpty();
  }

  @Test
  void unknownAndMissingSettingsAreRefusedByName() {
    Clock clock = Clock.systemUTC();
    assertThatThrownBy(() -> factory().create(settings(Map.of("path", "x", "pth", "y")), clock))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("mdm.folder.pth");
    assertThatThrownBy(() -> factory().create(settings(Map.of()), clock))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("mdm.folder.path");
  }

  @Test
  void closingTwiceIsFineAndNothingShowsASecret() {
    provider.close();
    provider.close();
    assertThat(provider.toString()).isEqualTo("FolderProvider[" + out + "]");
    assertThat(DAVX5.toString()).doesNotContain(FAKE_PASSWORD);
  }

  private static MdmProviderFactory factory() {
    return ServiceLoader.load(MdmProviderFactory.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(f -> f.type().equals("folder"))
        .findFirst()
        .orElseThrow();
  }

  private static Settings settings(Map<String, String> values) {
    return Settings.of("mdm.folder", values);
  }
}
