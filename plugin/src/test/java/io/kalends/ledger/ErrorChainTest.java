package io.kalends.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.event.ProvisioningEvent.CommandError;
import io.kalends.ledger.ErrorChain.Meaning;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorChainTest {

  private static final CommandError FAILED = new CommandError("MCInstallationErrorDomain", 4001);

  @Test
  void theInnermostKnownErrorDecides() {
    ErrorChain chain =
        ErrorChain.of(
            List.of(
                FAILED,
                new CommandError("MCCalDAVErrorDomain", 17002),
                new CommandError("SomethingNew", 1)));
    assertThat(chain.meaning()).isEqualTo(Meaning.REFUSED);
    assertThat(chain.text())
        .startsWith("MCInstallationErrorDomain 4001, MCCalDAVErrorDomain 17002, SomethingNew 1: ")
        .contains("remove it there");
  }

  @Test
  void aLockedDeviceIsTriedAgainAndAMissingProfileIsGone() {
    assertThat(
            ErrorChain.of(List.of(new CommandError("MCInstallationErrorDomain", 4009))).meaning())
        .isEqualTo(Meaning.TRANSIENT);
    assertThat(ErrorChain.of(List.of(new CommandError("MCMDMErrorDomain", 12075))).meaning())
        .isEqualTo(Meaning.NOT_INSTALLED);
    assertThat(ErrorChain.of(List.of(new CommandError("MCMDMErrorDomain", 12013))).meaning())
        .isEqualTo(Meaning.REFUSED);
  }

  @Test
  void whatIsNotKnownNeedsAPersonAndAHostileDomainIsMadeHarmless() {
    String domain = "<b>\n" + "x".repeat(500);
    ErrorChain chain = ErrorChain.of(List.of(new CommandError(domain, 7)));
    assertThat(chain.meaning()).isEqualTo(Meaning.REFUSED);
    assertThat(chain.text()).startsWith("?b??xxx").hasSizeLessThan(200);
    assertThat(ErrorChain.of(List.of()).text()).startsWith("no error numbers");
  }
}
