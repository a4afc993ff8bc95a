package io.kalends.adapters.generic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kalends.delivery.ProfileIdentity;
import io.kalends.delivery.Proof;
import io.kalends.delivery.UnsignedProfile;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import io.kalends.event.EventReceiver;
import io.kalends.mdm.InstallReference;
import io.kalends.mdm.Installation;
import io.kalends.mdm.MdmProvider;
import io.kalends.mdm.MdmProviderFactory;
import io.kalends.settings.InvalidSetting;
import io.kalends.settings.Settings;
import io.kalends.testkit.Canary;
import io.kalends.testkit.LogWatch;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenericProviderTest {

  private static final UUID ATTEMPT = new UUID(1, 1);
  private static final UUID REMOVAL = new UUID(2, 2);
  private static final String PASSWORD = "fake-password-in-a-profile-0123456789";
  private static final Device IPHONE =
      Device.enrolled(new EnrollmentId("00008101-001A2D3E4F50802E"), Platform.IOS).build();
  private static final UnsignedProfile PROFILE =
      new UnsignedProfile(
          new ProfileIdentity("a", new UUID(1, 1), "b", new UUID(2, 2)), PASSWORD.getBytes(UTF_8));

  @TempDir Path temp;

  @Test
  void aFolderSaysWhatIsToBeDoneAndUnderWhichId() throws IOException {
    MdmProvider provider = toFolder();
    InstallReference reference = provider.install(IPHONE, PROFILE, ATTEMPT);
    Path folder = temp.resolve(reference.value());
    assertThat(names(folder)).containsExactly("profile.mobileconfig", "task.json");
    JsonNode install = task(folder);
    assertThat(install.path("type").textValue()).isEqualTo("install");
    assertThat(install.path("attempt").textValue()).isEqualTo(ATTEMPT.toString());
    assertThat(install.path("enrollment").textValue()).isEqualTo(IPHONE.id().value());
    assertThat(install.path("form").textValue()).isEqualTo("unsigned_profile");

    provider.remove(Installation.answered(IPHONE, ATTEMPT, reference), REMOVAL);
    assertThat(names(folder)).containsExactly("task.json");
    JsonNode remove = task(folder);
    assertThat(remove.path("type").textValue()).isEqualTo("remove");
    assertThat(remove.path("attempt").textValue()).isEqualTo(REMOVAL.toString());
    assertThat(remove.path("installation").textValue()).isEqualTo(ATTEMPT.toString());
  }

  @Test
  void whateverTheWayOutADeviceCanAcknowledge() {
    MdmProvider provider = toFolder();
    assertThat(provider.accepts(IPHONE).highestProof()).isEqualTo(Proof.ACKNOWLEDGED);
    assertThat(provider.check().usable()).isTrue();
    Device mac = Device.enrolled(new EnrollmentId("M"), Platform.MACOS).build();
    assertThat(provider.accepts(mac).forms()).isEmpty();
  }

  @Test
  void itIsFoundByItsTypeAndReceivesEvents() {
    MdmProviderFactory factory =
        ServiceLoader.load(MdmProviderFactory.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(one -> one.type().equals("generic"))
            .findFirst()
            .orElseThrow();
    MdmProvider provider = factory.create(settings(folderSettings()), Signed.clock());
    assertThat(provider).isInstanceOf(EventReceiver.class);
    long now = Signed.NOW.getEpochSecond();
    String header = Signed.header(Signed.SECRET, now, Signed.CHECK_IN);
    assertThat(((EventReceiver) provider).receive(Signed.post(header, Signed.CHECK_IN)).events())
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "secret,'',missing",
    "secret,tooshort,openssl rand -hex 32",
    "previousSecret,tooshort,openssl rand -hex 32",
    "output,'',missing",
    "output,carrier-pigeon,folder or callback",
    "path,'',missing",
    "url,https://mdm.example.org/,unknown",
    "tolerance,PT2H,at most",
    "tolerance,5,ISO 8601",
    "sercet,x,unknown",
  })
  void aWrongSettingIsNamedWithItsFix(String key, String value, String fix) {
    Map<String, String> written = new HashMap<>(folderSettings());
    if (value.isEmpty()) {
      written.remove(key);
    } else {
      written.put(key, value);
    }
    assertThatThrownBy(() -> new GenericProviderFactory().create(settings(written), Signed.clock()))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("providers.any." + key)
        .hasMessageContaining(fix)
        .hasMessageNotContaining("tooshort");
  }

  @ParameterizedTest
  @CsvSource({
    "url,http://mdm.example.org/hook",
    "url,https://user:fake@mdm.example.org/",
    "url,ftp://mdm.example.org/",
    "deadline,PT10M",
    "path,/somewhere",
  })
  void aWrongSettingOfACallbackIsNamed(String key, String value) {
    Map<String, String> written = new HashMap<>(callbackSettings("https://mdm.example.org/hook"));
    written.put(key, value);
    assertThatThrownBy(() -> new GenericProviderFactory().create(settings(written), Signed.clock()))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("providers.any." + key);
  }

  /** The receiver here is none: a server that answers with all it was sent. */
  @Test
  void noSecretReachesALogAnExceptionOrAText() throws IOException {
    StringWriter said = new StringWriter();
    try (LogWatch log = LogWatch.everything();
        EchoingServer echoing = new EchoingServer()) {
      MdmProvider provider =
          new GenericProviderFactory()
              .create(settings(callbackSettings(echoing.url())), Signed.clock());
      try (provider) {
        for (int i = 0; i < EchoingServer.MANNERS; i++) {
          Throwable thrown = catchThrowable(() -> provider.install(IPHONE, PROFILE, ATTEMPT));
          assertThat(thrown).isNotNull();
          thrown.printStackTrace(new PrintWriter(said));
        }
        said.append(provider.check().toString()).append(provider.toString());
        EventReceiver in = (EventReceiver) provider;
        long now = Signed.NOW.getEpochSecond();
        String body = Signed.CHECK_IN.replace("checked_in", PASSWORD);
        String header = Signed.header(Signed.SECRET, now, body);
        said.append(in.receive(Signed.post(header, body)).body());
      }
      assertThat(echoing.heard()).contains("Signature").contains("content");
      assertThat(log.heard()).contains("org.apache.hc.client5");
      said.append(log.heard());
    }
    for (String secret : List.of(Signed.SECRET, PASSWORD)) {
      assertThat(Canary.of("secret", secret).sightings("output", said.toString())).isEmpty();
    }
  }

  private MdmProvider toFolder() {
    return new GenericProviderFactory().create(settings(folderSettings()), Signed.clock());
  }

  private Map<String, String> folderSettings() {
    return Map.of("secret", Signed.SECRET, "output", "folder", "path", temp.toString());
  }

  private static Map<String, String> callbackSettings(String url) {
    return Map.of(
        "secret",
        Signed.SECRET,
        "previousSecret",
        Signed.PREVIOUS,
        "output",
        "callback",
        "url",
        url);
  }

  private static Settings settings(Map<String, String> written) {
    return Settings.of("providers.any", written);
  }

  private static JsonNode task(Path folder) throws IOException {
    return new ObjectMapper().readTree(Files.readAllBytes(folder.resolve("task.json")));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
