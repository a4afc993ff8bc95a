package io.kalends.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.account.CalDavAccount;
import io.kalends.account.DeviceLabel;
import io.kalends.delivery.DeliveryForm;
import io.kalends.delivery.Exposure;
import io.kalends.delivery.Proof;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import io.kalends.mdm.InstallReference;
import io.kalends.secret.Secret;
import io.kalends.store.sealing.Sealer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EntryTest {

  private static final String CANARY = "not-a-real-password-4711";

  private final EntryKey key =
      new EntryKey("acme", "folder", new EnrollmentId("UDID:../../etc/passwd"), 1);
  private final Device device = Device.enrolled(key.enrollment(), Platform.IOS).build();
  private final AccountBox box = new AccountBox(Sealer.ephemeral(new SecureRandom()));
  private final CalDavAccount account =
      CalDavAccount.of("caldav.example.org", 443, "u_abcdefgh", Secret.of(CANARY));
  private final Entry.Target target =
      new Entry.Target(
          DeviceOwner.of("alice@example.org"),
          DeliveryForm.SIGNED_PROFILE,
          Exposure.CLEAR_IN_PROFILE);

  @Test
  void walksItsRoadOneStepAtATime() {
    Entry entry = Entry.open(key, device);
    assertThat(entry.state()).isEqualTo(State.REQUESTED);
    entry = entry.resolved(target);
    entry = entry.minting(DeviceLabel.of("iPhone", "k7f3q2zd"));
    assertThat(entry.mintAttempts()).isEqualTo(1);
    entry = entry.minted(box.seal(key, account));
    UUID attempt = UUID.randomUUID();
    entry = entry.sending(attempt).sent(new InstallReference("somewhere"));
    assertThat(entry.state()).isEqualTo(State.SENT);
    assertThat(entry.proof()).isEqualTo(Proof.ACCEPTED);
    assertThat(entry.attempt()).contains(attempt);
    assertThat(entry.label()).isPresent();
  }

  @Test
  void takesNoStepOutOfOrder() {
    Entry requested = Entry.open(key, device);
    DeviceLabel label = DeviceLabel.of("iPhone", "k7f3q2zd");
    assertThatThrownBy(() -> requested.minting(label)).isInstanceOf(IllegalStateException.class);
    Entry resolved = requested.resolved(target);
    assertThatThrownBy(() -> resolved.resolved(target)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> resolved.sent(new InstallReference("x")))
        .hasMessageContaining("not in MINTED");
  }

  @Test
  void anAttemptThatCertainlyMadeNothingDoesNotCount() {
    Entry back =
        Entry.open(key, device)
            .resolved(target)
            .minting(DeviceLabel.of("iPhone", "k7f3q2zd"))
            .notMinted();
    assertThat(back.state()).isEqualTo(State.RESOLVED);
    assertThat(back.mintAttempts()).isZero();
  }

  @Test
  void theSealedAccountOpensForItsOwnEntryOnly() {
    CalDavAccount withPrincipal =
        account.withPrincipalUrl(URI.create("https://caldav.example.org/alice/"));
    SealedAccount sealed = box.seal(key, withPrincipal);
    CalDavAccount opened = box.open(key, sealed);
    assertThat(opened.password()).isEqualTo(account.password());
    assertThat(opened.host()).isEqualTo("caldav.example.org");
    assertThat(opened.principalUrl()).isEqualTo(withPrincipal.principalUrl());
    EntryKey next = new EntryKey("acme", "folder", key.enrollment(), 2);
    assertThatThrownBy(() -> box.open(next, sealed)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void showsNoSecret() {
    Entry minted =
        Entry.open(key, device)
            .resolved(target)
            .minting(DeviceLabel.of("iPhone", "k7f3q2zd"))
            .minted(box.seal(key, account));
    assertThat(minted + " " + minted.account() + " " + account).doesNotContain(CANARY);
    assertThat(new String(minted.account().orElseThrow().box(), StandardCharsets.ISO_8859_1))
        .doesNotContain(CANARY);
  }

  @Test
  void refusesAKeyThatIsNotTheDevices() {
    EntryKey other = new EntryKey("acme", "folder", new EnrollmentId("another"), 1);
    assertThatThrownBy(() -> Entry.open(other, device))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new EntryKey("Acme Inc", "folder", key.enrollment(), 1))
        .hasMessageContaining("tenant");
    assertThatThrownBy(() -> new EntryKey("acme", "folder", key.enrollment(), 0))
        .hasMessageContaining("generation");
  }
}
