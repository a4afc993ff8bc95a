package io.kalends.adapters.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.failure.ActionRequired;
import io.kalends.failure.Failure;
import io.kalends.failure.PermanentFailure;
import io.kalends.failure.TemporaryFailure;
import io.kalends.failure.UncertainOutcome;
import io.kalends.issuer.sandbox.Fault;
import io.kalends.testkit.SandboxIssuer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever goes wrong between adapter and issuer, what the adapter says about it is true of what
 * the issuer holds: nothing was made where it says so, at most one credential where it does not
 * know.
 */
class SandboxFaultsTest {

  private static final String ALICE = "alice@example.org";

  /** Whose token stands in for a refreshed one. */
  private static final String BOB = "bob@example.org";

  private static final Duration PATIENCE = Duration.ofMillis(2_500);

  /** Faults after which a credential exists that the caller never heard of. */
  private static final Set<Fault> ORPHANS =
      Set.of(
          Fault.ORPHAN,
          Fault.RESET_AFTER_MINT,
          Fault.CUT_BODY,
          Fault.TRUNCATED_JSON,
          Fault.SLOW_DRIP);

  /** Faults that leave it open, though nothing was made. */
  private static final Set<Fault> OPEN =
      Set.of(
          Fault.RESET_BEFORE,
          Fault.JSON_WITHOUT_CODE,
          Fault.HTML_FROM_PROXY_200,
          Fault.HTML_FROM_PROXY_502,
          Fault.named("code-190003"),
          Fault.named("code-1500"),
          Fault.named("code-2200"),
          Fault.named("code-5000"));

  /** Another token is tried, or nothing stood in the way. */
  private static final Set<Fault> OVERCOME =
      Set.of(Fault.CLOCK_SKEW, Fault.named("code-99991668"), Fault.named("code-99991677"));

  private static final Map<Class<? extends Failure>, Set<Fault>> EXAMPLES =
      Map.of(
          TemporaryFailure.class,
          Set.of(
              Fault.RATE_LIMIT_WITHOUT_HEADERS,
              Fault.RATE_LIMIT_AS_400,
              Fault.named("code-99991400"),
              Fault.named("code-99991403"),
              Fault.named("code-190004"),
              Fault.named("code-190005"),
              Fault.named("code-190010")),
          PermanentFailure.class,
          Set.of(Fault.named("code-195100"), Fault.named("code-190002"), Fault.TEXT_404),
          ActionRequired.class,
          Set.of(
              Fault.named("code-190006"),
              Fault.named("code-190007"),
              Fault.named("code-99991672"),
              Fault.named("code-99991679"),
              Fault.ACCESS_POLICY_21000,
              Fault.ACCESS_POLICY_21001));

  private static SandboxIssuer issuer;

  private int before;

  @BeforeAll
  static void start() {
    issuer = SandboxIssuer.obedient(ALICE, BOB);
  }

  @AfterAll
  static void stop() {
    issuer.close();
  }

  static Stream<Fault> faultsOfAMint() {
    return Fault.all().stream()
        .filter(fault -> !fault.name().contains("oauth") && !fault.equals(Fault.REFRESH_RACE));
  }

  @ParameterizedTest
  @MethodSource("faultsOfAMint")
  void whatTheAdapterSaysIsTrueOfWhatTheIssuerHolds(Fault fault) {
    before = issuer.credentials().size();
    issuer.faults().next(fault);
    Optional<Failure> failure = mint();
    int made = issuer.credentials().size() - before;
    if (OVERCOME.contains(fault)) {
      assertThat(failure).isEmpty();
      assertThat(made).isEqualTo(1);
      return;
    }
    assertThat(failure).isPresent();
    if (failure.get() instanceof UncertainOutcome) {
      assertThat(Stream.concat(ORPHANS.stream(), OPEN.stream())).contains(fault);
      assertThat(made).isEqualTo(ORPHANS.contains(fault) ? 1 : 0);
    } else {
      assertThat(made).isZero();
      EXAMPLES.forEach(
          (kind, faults) -> {
            if (faults.contains(fault)) {
              assertThat(failure.get()).isInstanceOf(kind);
            }
          });
    }
  }

  @AfterEach
  void everyFaultWasMetAndTheNextMintGoesThrough() {
    assertThat(mint()).isEmpty();
  }

  @Test
  void everyFaultOfAMintReallyHits() {
    List<Fault> faults = faultsOfAMint().toList();
    assertThat(faults).hasSizeGreaterThan(35);
    before = issuer.faults().injected().size();
    issuer.faults().next(Fault.named("code-190010"));
    assertThat(mint()).containsInstanceOf(TemporaryFailure.class);
    assertThat(issuer.faults().injected()).hasSize(before + 1);
  }

  private static Optional<Failure> mint() {
    OpenApi openApi =
        new OpenApi(issuer.baseUrl(), Duration.ofSeconds(20), PATIENCE, Duration.ofSeconds(4));
    try {
      Minting.mint(openApi, new ScriptedTokens(issuer.token(ALICE), issuer.token(BOB)));
      return Optional.empty();
    } catch (Failure e) {
      return Optional.of(e);
    }
  }
}
