package io.kalends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.kalends.account.CalDavAccount;
import io.kalends.account.CredentialSource;
import io.kalends.account.DeviceLabel;
import io.kalends.delivery.Acceptance;
import io.kalends.delivery.AccountValues;
import io.kalends.delivery.Configuration;
import io.kalends.delivery.DeliveryForm;
import io.kalends.delivery.Exposure;
import io.kalends.delivery.Proof;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.OwnerDirectory;
import io.kalends.enrollment.Platform;
import io.kalends.failure.ActionRequired;
import io.kalends.failure.PermanentFailure;
import io.kalends.failure.TemporaryFailure;
import io.kalends.finding.Finding;
import io.kalends.ledger.AccountBox;
import io.kalends.ledger.Entry;
import io.kalends.ledger.EntryKey;
import io.kalends.ledger.State;
import io.kalends.mdm.InstallReference;
import io.kalends.mdm.MdmProvider;
import io.kalends.mdm.ProviderHealth;
import io.kalends.secret.Secret;
import io.kalends.store.sealing.Sealer;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

class ProvisionerTest {

  private static final String CANARY = "not-a-real-password-4711";
  private static final UUID ATTEMPT = UUID.fromString("00000000-0000-4000-8000-000000000001");

  private final Device device =
      Device.enrolled(new EnrollmentId("udid-1"), Platform.IOS)
          .name("Alice's iPhone")
          .ownerHint("alice@example.org")
          .build();
  private final Entry requested = Entry.open(new EntryKey("acme", "mdm", device.id(), 1), device);
  private final CredentialSource source = mock();
  private final MdmProvider provider = mock();
  private final Wrapper wrapper = mock();
  private final AccountBox box = new AccountBox(Sealer.ephemeral(new SecureRandom()));
  private final CalDavAccount account =
      CalDavAccount.of("caldav.example.org", 443, "u_1", Secret.of(CANARY));

  private final OwnerDirectory owners =
      asked ->
          asked
              .ownerHint()
              .map(
                  hint ->
                      new OwnerDirectory.Finding(
                          DeviceOwner.of(hint), "MDM", OwnerDirectory.Confidence.LIKELY));

  @BeforeEach
  void everythingIsReady() {
    when(provider.accepts(any()))
        .thenReturn(
            new Acceptance(List.of(DeliveryForm.ACCOUNT_VALUES), Proof.ACCEPTED, List.of()));
    when(provider.check()).thenReturn(new ProviderHealth(true, List.of()));
    when(provider.install(any(), any(), any())).thenReturn(new InstallReference("reference"));
    when(source.mint(any(), any())).thenReturn(account);
    when(wrapper.form()).thenReturn(DeliveryForm.ACCOUNT_VALUES);
    when(wrapper.exposure()).thenReturn(Exposure.CLEAR_IN_MDM);
    when(wrapper.wrap(any(), any()))
        .thenAnswer(call -> new AccountValues(call.getArgument(1), "Calendar"));
  }

  @Test
  void carriesAnEnrollmentFromTheRequestToTheMdm() {
    Provisioner provisioner = provisioner(Exposure.CLEAR_IN_MDM);
    Entry minting = provisioner.label(provisioner.resolve(requested));
    assertThat(minting.label().orElseThrow().value()).startsWith("Alice's iPhone · ");
    verify(source, never()).mint(any(), any());

    Entry addressed = provisioner.address(provisioner.mint(minting));
    verify(provider, never()).install(any(), any(), any());
    Entry sent = provisioner.deliver(addressed);

    assertThat(sent.state()).isEqualTo(State.SENT);
    InOrder order = inOrder(wrapper, source, provider);
    order.verify(wrapper).preflight();
    order.verify(source).mint(DeviceOwner.of("alice@example.org"), minting.label().orElseThrow());
    order.verify(provider).install(eq(device), any(Configuration.class), eq(ATTEMPT));
  }

  @Test
  void neverMintsForADeviceWhoseOwnerNobodyKnows() {
    Device orphan = Device.enrolled(device.id(), Platform.IOS).build();
    Entry entry = Entry.open(requested.key(), orphan);
    assertThatThrownBy(() -> provisioner(Exposure.CLEAR_IN_MDM).resolve(entry))
        .isInstanceOf(ActionRequired.class)
        .hasMessageContaining("udid-1");
  }

  @Test
  void sendsNothingBelowTheAllowedExposureAndNamesTheChoice() {
    assertThatThrownBy(() -> provisioner().resolve(requested))
        .isInstanceOf(ActionRequired.class)
        .hasMessageContaining("exposure.allow")
        .hasMessageContaining("clear-in-mdm");
  }

  @Test
  void saysWhyADeviceCannotBeServed() {
    when(provider.accepts(any())).thenReturn(Acceptance.none("A Mac takes it as user only."));
    assertThatThrownBy(() -> provisioner(Exposure.CLEAR_IN_MDM).resolve(requested))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("as user only");
  }

  @Test
  void waitsForAProviderThatIsNotUsable() {
    when(provider.check())
        .thenReturn(new ProviderHealth(false, List.of(Finding.error("api", "401, renew the key"))));
    assertThatThrownBy(() -> provisioner(Exposure.CLEAR_IN_MDM).resolve(requested))
        .isInstanceOf(TemporaryFailure.class)
        .hasMessageContaining("renew the key");
  }

  @Test
  void noTwoAttemptsShareALabel() {
    Provisioner provisioner = provisioner(Exposure.CLEAR_IN_MDM);
    Entry resolved = provisioner.resolve(requested);
    Set<DeviceLabel> labels = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      labels.add(provisioner.label(resolved).label().orElseThrow());
    }
    assertThat(labels).hasSize(1_000);
  }

  @Test
  void noEntryOnTheRoadShowsThePassword() {
    Provisioner provisioner = provisioner(Exposure.CLEAR_IN_MDM);
    Entry minted = provisioner.mint(provisioner.label(provisioner.resolve(requested)));
    assertThat(minted.toString() + minted.account() + minted.label()).doesNotContain(CANARY);
    assertThat(Optional.of(box.open(minted.key(), minted.account().orElseThrow())).toString())
        .doesNotContain(CANARY);
  }

  private Provisioner provisioner(Exposure... allowed) {
    Map<DeliveryForm, Wrapper> wrappers = Map.of(DeliveryForm.ACCOUNT_VALUES, wrapper);
    Preflight preflight =
        new Preflight(
            owners, provider, provider::check, wrappers, Exposure.Policy.allowing(Set.of(allowed)));
    return new Provisioner(
        preflight, source, box, provider, wrappers, new Labels(new Random(4711)), () -> ATTEMPT);
  }
}
