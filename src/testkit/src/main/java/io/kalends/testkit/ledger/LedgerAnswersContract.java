package io.kalends.testkit.ledger;

import static io.kalends.testkit.ledger.Intaken.PHONE;
import static io.kalends.testkit.ledger.Intaken.phone;
import static io.kalends.testkit.ledger.Intaken.profile;
import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.delivery.ProfileIdentity;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.event.ProvisioningEvent.Asked;
import io.kalends.event.ProvisioningEvent.CommandStatus;
import io.kalends.event.ProvisioningEvent.InstalledProfile;
import io.kalends.event.ProvisioningEvent.OwnerConsented;
import io.kalends.event.ProvisioningEvent.OwnerLeft;
import io.kalends.event.ProvisioningEvent.ProfilesReported;
import io.kalends.event.ProvisioningEvent.Wish;
import io.kalends.ledger.Claim;
import io.kalends.ledger.Claim.Lane;
import io.kalends.ledger.Hold;
import io.kalends.ledger.Saving;
import io.kalends.mdm.InstallReference;
import io.kalends.store.Database;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the ledger makes of answers, lists of profiles, and what is told about people. */
public abstract class LedgerAnswersContract {

  private static final String ANN = "ann@example.org";
  private static final String STANDS = "state, proof, hold, failures";

  private Database database;
  private Intaken told;

  /** For subclasses. */
  protected LedgerAnswersContract() {}

  /**
   * Opens an empty ledger's database.
   *
   * @return closed by the contract
   */
  protected abstract Database open();

  @BeforeEach
  final void openLedger() {
    database = open();
    told = new Intaken(database);
  }

  @AfterEach
  final void closeLedger() {
    database.close();
  }

  @Test
  final void anAcknowledgementThatBeatsTheSaveIsKeptAndMatchesAfterIt() {
    told.tell(told.enrolled(phone(), 1));
    told.fleet.resolve();
    told.fleet.mint();
    UUID attempt = UUID.randomUUID();
    Claim first = told.fleet.one(Lane.MDM);
    told.fleet.saved(
        first, Saving.now(first.entry().sending(attempt), "", told.fleet.ledger.now()));
    Claim step = told.fleet.one(Lane.MDM);
    told.tell(told.answer(PHONE, attempt, CommandStatus.ACKNOWLEDGED));
    assertThat(told.entries(STANDS)).containsExactly("MINTED | NONE | null | 0");
    told.fleet.saved(
        step, Saving.resting(step.entry().sent(new InstallReference("reference")), "sent"));
    told.apply();
    assertThat(told.entries(STANDS)).containsExactly("INSTALLED | ACKNOWLEDGED | null | 0");
    assertThat(told.rows.all("SELECT 1 FROM inbox WHERE due_millis IS NOT NULL")).isEmpty();
    assertThat(told.fleet.claim(Lane.SOURCE)).hasSize(1);
  }

  @Test
  final void anAnswerFromAnotherDeviceIsSetAside() {
    UUID attempt = told.sent(ANN);
    told.tell(told.answer(new EnrollmentId("thief"), attempt, CommandStatus.ACKNOWLEDGED));
    assertThat(told.entries(STANDS)).containsExactly("SENT | ACCEPTED | null | 0");
    assertThat(told.rows.all("SELECT set_aside FROM inbox WHERE set_aside IS NOT NULL"))
        .containsExactly("answers a command that was sent to phone");
  }

  @Test
  final void anAnswerToAnotherProgramsCommandIsForgottenAfterAWhile() {
    told.sent(ANN);
    told.tell(told.answer(PHONE, UUID.randomUUID(), CommandStatus.ACKNOWLEDGED));
    assertThat(told.rows.all("SELECT 1 FROM inbox WHERE due_millis IS NOT NULL")).hasSize(1);
    told.waited(Duration.ofMinutes(11));
    assertThat(told.rows.all("SELECT 1 FROM inbox WHERE due_millis IS NOT NULL")).isEmpty();
    assertThat(told.rows.history("phone").toString()).doesNotContain("set aside");
  }

  @Test
  final void anAccountMadeByHandBlocksWithTheRemedyAndARetryGoesOn() {
    UUID attempt = told.sent(ANN);
    told.tell(told.error(attempt, "MCCalDAVErrorDomain", 17002));
    assertThat(told.entries(STANDS)).containsExactly("SENT | ACCEPTED | DEVICE_REFUSED | 0");
    assertThat(told.entries("hold_detail").toString())
        .contains("MCCalDAVErrorDomain 17002")
        .contains("made by hand");
    assertThat(told.entries("due_millis")).containsExactly("null");
    told.tell(new Asked(told.key(), Intaken.minute(9), PHONE, Wish.RETRY, "eve"));
    assertThat(told.entries("hold")).containsExactly("null");
    assertThat(told.fleet.claim(Lane.MDM)).hasSize(1);
  }

  @Test
  final void whatPassesByItselfIsSentAgainUnderAnotherId() {
    UUID attempt = told.sent(ANN);
    told.tell(told.error(attempt, "MCInstallationErrorDomain", 4009));
    assertThat(told.entries(STANDS)).containsExactly("MINTED | ACCEPTED | null | 1");
    assertThat(told.entries("attempt")).doesNotContain(attempt.toString());
    assertThat(told.fleet.claim(Lane.MDM)).as("before its time").isEmpty();
    told.rows.passes(Duration.ofMinutes(2));
    assertThat(told.fleet.claim(Lane.MDM)).hasSize(1);
  }

  @Test
  final void notNowIsNotedOnceAndHeldAfterADay() {
    UUID attempt = told.sent(ANN);
    told.tell(told.answer(PHONE, attempt, CommandStatus.NOT_NOW));
    told.tell(told.answer(PHONE, attempt, CommandStatus.NOT_NOW));
    assertThat(told.entries(STANDS)).containsExactly("SENT | ACCEPTED | null | 0");
    assertThat(told.rows.history("phone")).filteredOn(line -> line.contains("NotNow")).hasSize(1);
    told.rows.change(
        "UPDATE entry SET state_since_millis = state_since_millis - ?",
        Duration.ofHours(25).toMillis());
    told.tell(told.answer(PHONE, attempt, CommandStatus.NOT_NOW));
    assertThat(told.entries(STANDS)).containsExactly("SENT | ACCEPTED | DEVICE_SILENT | 0");
    told.tell(told.answer(PHONE, attempt, CommandStatus.ACKNOWLEDGED));
    assertThat(told.entries(STANDS)).containsExactly("INSTALLED | ACKNOWLEDGED | null | 0");
  }

  @Test
  final void aRemovalOfWhatIsNotThereIsSuccess() {
    told.installed(ANN);
    told.tell(new Asked(told.key(), Intaken.minute(9), PHONE, Wish.WITHDRAW, "eve"));
    UUID removal = told.removing();
    told.tell(told.error(removal, "MCMDMErrorDomain", 12075));
    assertThat(told.entries("state, due_millis")).containsExactly("GONE | null");
  }

  @Test
  final void aListThatNamesTheProfileProvesItAndAnOlderListSaysNothing() {
    told.sent(ANN);
    told.tell(listed(-3_600, profile(1)));
    assertThat(told.entries("state")).containsExactly("SENT");
    told.tell(listed(1));
    assertThat(told.entries("state")).as("absent: left to the deadline").containsExactly("SENT");
    told.tell(listed(1, profile(1)));
    assertThat(told.entries("state, proof")).containsExactly("INSTALLED | ACKNOWLEDGED");
    told.tell(listed(-3_600));
    assertThat(told.entries("state")).containsExactly("INSTALLED");
  }

  @Test
  final void aProfileTheDeviceLostIsSentAgainWhileTheAccountIsKept() {
    told.installed(ANN);
    told.tell(listed(1));
    assertThat(told.entries("generation, state")).containsExactly("1 | MINTED");
  }

  @Test
  final void aProfileTheDeviceLostIsMintedAnewWhenTheAccountIsErased() {
    told.installed(ANN);
    told.rows.change("UPDATE entry SET account = NULL");
    told.tell(listed(1));
    told.tell(listed(2));
    assertThat(told.entries("generation, cause, state"))
        .containsExactly("1 | enrolled:1 | INSTALLED", "2 | lost:1 | REQUESTED");
  }

  @Test
  final void aListWithoutTheProfileEndsItsRemoval() {
    told.installed(ANN);
    told.tell(new Asked(told.key(), Intaken.minute(9), PHONE, Wish.WITHDRAW, "eve"));
    told.removing();
    told.tell(listed(1, profile(1)));
    assertThat(told.entries("state")).containsExactly("REMOVE_SENT");
    told.tell(listed(1));
    assertThat(told.entries("state")).containsExactly("GONE");
  }

  @Test
  final void consentFreesWhatWaitsForItAndNobodyElses() {
    told.tell(told.enrolled(phone(), 1));
    Claim claim = told.fleet.one(Lane.RESOLVE);
    Hold hold = new Hold(Hold.Cause.CONSENT, told.fleet.ledger.now(), "Ann@example.org must agree");
    told.fleet.saved(claim, Saving.resting(claim.entry().held(hold), "waits"));
    told.tell(consented("bob@example.org"));
    assertThat(told.entries("hold")).containsExactly("CONSENT");
    told.tell(consented(ANN));
    assertThat(told.entries("hold")).containsExactly("null");
    assertThat(told.fleet.claim(Lane.RESOLVE)).hasSize(1);
  }

  @Test
  final void whoLeavesLosesEveryAccountAndKeepsNone() {
    told.installed(ANN);
    told.tell(ownerLeft("bob@example.org"));
    assertThat(told.entries("withdrawal")).containsExactly("null");
    told.tell(ownerLeft(ANN), ownerLeft(ANN));
    assertThat(told.entries("withdrawal, device_holds")).containsExactly("owner left | 1");
    assertThat(told.fleet.claim(Lane.SOURCE)).hasSize(1);
  }

  private OwnerConsented consented(String owner) {
    return new OwnerConsented(told.key(), Intaken.minute(9), DeviceOwner.of(owner));
  }

  private OwnerLeft ownerLeft(String owner) {
    return new OwnerLeft(told.key(), Intaken.minute(9), DeviceOwner.of(owner));
  }

  private ProfilesReported listed(int seconds, ProfileIdentity... profiles) {
    List<InstalledProfile> all =
        List.of(profiles).stream()
            .map(
                p ->
                    new InstalledProfile(
                        p.identifier(), p.uuid().toString().toUpperCase(Locale.ROOT)))
            .toList();
    return new ProfilesReported(
        told.key(), told.fleet.ledger.now().plusSeconds(seconds), PHONE, all);
  }
}
