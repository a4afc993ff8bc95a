package io.kalends.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.dd.plist.NSArray;
import com.dd.plist.NSDictionary;
import io.kalends.account.CalDavAccount;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import io.kalends.finding.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileBuilderTest {

  private final ProfileBuilder builder = Given.builder();

  @ParameterizedTest
  @EnumSource(
      value = Platform.class,
      names = {"IOS", "MACOS"})
  void bytesAreThoseOfTheGoldenFile(Platform platform) {
    Profile built = builder.build(Given.device(platform), Given.ANNA, Given.ACCOUNT, 1);
    String golden = platform == Platform.IOS ? "ios.mobileconfig" : "macos.mobileconfig";
    assertThat(text(built)).isEqualTo(resource("/golden/" + golden));
  }

  @Test
  void everythingOptionalIsThoseBytesToo() {
    ProfileBuilder full =
        new ProfileBuilder(
                ProfileTemplates.builtIn(),
                ProfileNaming.of("com.example.it", "example").withOrganization("Example & Söhne"))
            .trusting(Given.certificate("example-root.pem"));
    CalDavAccount account =
        Given.ACCOUNT.withPrincipalUrl(URI.create("https://caldav.example.org/p/u_anna/"));
    Profile built = full.build(Given.device(Platform.MACOS), Given.ANNA, account, 3);
    assertThat(text(built)).isEqualTo(resource("/golden/macos-full.mobileconfig"));
    assertThat(AppleKeyTable.deviations(built.unsigned().bytes()))
        .extracting(Finding::where)
        .containsExactly("PayloadContent[1].CalDAVPassword");
  }

  @Test
  void sameInputTwiceGivesTheSameBytes() {
    Device device = Given.device(Platform.IOS);
    Profile first = builder.build(device, Given.ANNA, Given.ACCOUNT, 1);
    Profile second = Given.builder().build(device, Given.ANNA, Given.ACCOUNT, 1);
    assertThat(first.unsigned().bytes()).isEqualTo(second.unsigned().bytes());
    assertThat(first.contentHash()).isEqualTo(second.contentHash()).matches("[0-9a-f]{64}");
    assertThat(first.identity()).isEqualTo(second.identity());
  }

  @Test
  void rotationKeepsTheOuterIdentifierAndTheAccountButChangesTheRevision() {
    Device device = Given.device(Platform.IOS);
    Profile before = builder.build(device, Given.ANNA, Given.ACCOUNT, 1);
    Profile after =
        builder.build(device, Given.ANNA, Given.account("u_anna", "not-a-real-password-2"), 2);
    assertThat(after.identity().identifier()).isEqualTo(before.identity().identifier());
    assertThat(after.identity().accountIdentifier())
        .isEqualTo(before.identity().accountIdentifier());
    assertThat(after.identity().accountUuid()).isEqualTo(before.identity().accountUuid());
    assertThat(after.identity().uuid()).isNotEqualTo(before.identity().uuid());
    assertThat(after.contentHash()).isNotEqualTo(before.contentHash());
  }

  @Test
  void passwordAloneChangesNeitherHashNorUuidSoNobodyCanGuessAtIt() {
    Device device = Given.device(Platform.IOS);
    Profile one = builder.build(device, Given.ANNA, Given.ACCOUNT, 1);
    Profile other = builder.build(device, Given.ANNA, Given.account("u_anna", "not-real-3"), 1);
    assertThat(other.unsigned().bytes()).isNotEqualTo(one.unsigned().bytes());
    assertThat(other.contentHash()).isEqualTo(one.contentHash());
    assertThat(other.identity()).isEqualTo(one.identity());
  }

  @Test
  void anotherOwnerGetsAnotherAccountUnderTheSameOuterIdentifier() {
    Device device = Given.device(Platform.IOS);
    Profile annas = builder.build(device, Given.ANNA, Given.ACCOUNT, 1);
    Profile bens =
        builder.build(
            device, DeviceOwner.of("ben@example.org"), Given.account("u_ben", "not-real"), 2);
    assertThat(bens.identity().identifier()).isEqualTo(annas.identity().identifier());
    assertThat(bens.identity().accountUuid()).isNotEqualTo(annas.identity().accountUuid());
  }

  @Test
  void anotherDeviceGetsOtherIdsThroughout() {
    Profile one = builder.build(Given.device(Platform.IOS), Given.ANNA, Given.ACCOUNT, 1);
    Profile other = builder.build(named("another"), Given.ANNA, Given.ACCOUNT, 1);
    assertThat(other.identity().identifier()).isNotEqualTo(one.identity().identifier());
    assertThat(other.identity().accountUuid()).isNotEqualTo(one.identity().accountUuid());
    assertThat(other.identity().uuid()).isNotEqualTo(one.identity().uuid());
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../etc/passwd", "A:B", "${account.password}", "<x>&", "ÜDID", "%00"})
  void hostileEnrollmentIdsAreHarmlessInIdentifiers(String id) {
    String identifier =
        builder.build(named(id), Given.ANNA, Given.ACCOUNT, 1).identity().identifier();
    assertThat(identifier).matches("io\\.kalends\\.example\\.[0-9a-f-]{36}");
  }

  @Test
  void identityIsWhatTheBytesSay() {
    Profile built = builder.build(Given.device(Platform.IOS), Given.ANNA, Given.ACCOUNT, 1);
    NSDictionary read = ProfileReader.read(built.unsigned().bytes());
    NSDictionary account = payload(read, 0);
    assertThat(Found.text(read, "PayloadIdentifier")).contains(built.identity().identifier());
    assertThat(Found.text(read, "PayloadUUID")).contains(built.identity().uuid().toString());
    assertThat(Found.text(account, "PayloadIdentifier"))
        .contains(built.identity().accountIdentifier())
        .contains(built.identity().identifier() + ".caldav");
    assertThat(Found.text(account, "PayloadUUID"))
        .contains(built.identity().accountUuid().toString());
  }

  @Test
  void optionalValuesThatAreMissingTakeTheirKeysAndPayloadsWithThem() {
    NSDictionary read =
        read(builder.build(Given.device(Platform.IOS), Given.ANNA, Given.ACCOUNT, 1));
    assertThat(read.keySet()).doesNotContain("PayloadOrganization", "PayloadScope");
    assertThat(((NSArray) read.objectForKey("PayloadContent")).count()).isEqualTo(1);
    assertThat(payload(read, 0).keySet())
        .doesNotContain("CalDAVPrincipalURL")
        .contains("CalDAVPort", "CalDAVUseSSL", "CalDAVUsername", "CalDAVPassword");
  }

  @Test
  void tlsIsAlwaysSaidAndThePortIsAnInteger() {
    String xml = text(builder.build(Given.device(Platform.IOS), Given.ANNA, Given.ACCOUNT, 1));
    assertThat(xml)
        .contains("<key>CalDAVUseSSL</key>\n\t\t\t<true/>")
        .contains("<key>CalDAVPort</key>\n\t\t\t<integer>443</integer>");
  }

  @Test
  void macsGetTheUserScopeAndNobodyElse() {
    for (Platform platform : List.of(Platform.IOS, Platform.IPADOS, Platform.VISIONOS)) {
      assertThat(read(builder.build(Given.device(platform), Given.ANNA, Given.ACCOUNT, 1)).keySet())
          .doesNotContain("PayloadScope");
    }
    assertThat(
            Found.text(
                read(builder.build(Given.device(Platform.MACOS), Given.ANNA, Given.ACCOUNT, 1)),
                "PayloadScope"))
        .contains("User");
  }

  @Test
  void dollarSignsInValuesAreNeverReadAsPlaceholders() {
    String tricky = "${account.password}$1\\${owner.name}";
    NSDictionary read =
        read(
            builder.build(
                Given.device(Platform.IOS), Given.ANNA, Given.account("u_anna", tricky), 1));
    assertThat(Found.text(payload(read, 0), "CalDAVPassword")).contains(tricky);
  }

  @Test
  void renamingTheDeviceIsNoReasonToPushAgain() {
    Device renamed =
        Device.enrolled(Given.device(Platform.IOS).id(), Platform.IOS).name("New name").build();
    assertThat(builder.build(renamed, Given.ANNA, Given.ACCOUNT, 1).contentHash())
        .isEqualTo(
            builder.build(Given.device(Platform.IOS), Given.ANNA, Given.ACCOUNT, 1).contentHash());
  }

  @Test
  void anotherRootCertificateIsAnotherPayloadAndALeafIsRefused() {
    Profile with =
        builder
            .trusting(Given.certificate("example-root.pem"))
            .build(Given.device(Platform.IOS), Given.ANNA, Given.ACCOUNT, 1);
    assertThat(Found.text(payload(read(with), 0), "PayloadType"))
        .contains("com.apple.security.root");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.trusting(Given.certificate("example-leaf.pem")))
        .withMessageContaining("root certificate");
  }

  @Test
  void androidAndGenerationZeroAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> builder.build(Given.device(Platform.ANDROID), Given.ANNA, Given.ACCOUNT, 1))
        .withMessageContaining("DAVx5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.build(Given.device(Platform.IOS), Given.ANNA, Given.ACCOUNT, 0))
        .withMessageContaining("generation");
  }

  @Test
  void nothingThatIsPrintedHoldsThePassword() {
    Profile built = builder.build(Given.device(Platform.IOS), Given.ANNA, Given.ACCOUNT, 1);
    assertThat(built.toString()).doesNotContain(Given.PASSWORD);
    assertThat(text(built)).contains(Given.PASSWORD);
  }

  @Test
  void uuidsOfVersionFiveAreThoseOfRfc9562() {
    UUID dns = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
    assertThat(NameBasedUuid.of(dns, "www.example.com"))
        .isEqualTo(UUID.fromString("2ed6657d-e927-568b-95e1-2665a8aea6a2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Example", "a.b", "a/b", "-"})
  void namingRefusesTenantsThatFitNoIdentifier(String tenant) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProfileNaming.of(tenant))
        .withMessageContaining("tenant");
  }

  private static Device named(String id) {
    return Device.enrolled(new EnrollmentId(id), Platform.IOS).build();
  }

  private static NSDictionary read(Profile profile) {
    return ProfileReader.read(profile.unsigned().bytes());
  }

  private static NSDictionary payload(NSDictionary profile, int index) {
    return (NSDictionary) ((NSArray) profile.objectForKey("PayloadContent")).objectAtIndex(index);
  }

  private static String text(Profile profile) {
    return new String(profile.unsigned().bytes(), StandardCharsets.UTF_8);
  }

  private static String resource(String name) {
    try (InputStream in = ProfileBuilderTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
