package io.kalends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;

import io.kalends.event.ProvisioningEvent;
import io.kalends.ledger.Claim;
import io.kalends.ledger.Claim.Lane;
import io.kalends.ledger.Entry;
import io.kalends.ledger.Ledger;
import io.kalends.ledger.Saving;
import io.kalends.ledger.State;
import io.kalends.store.DatabaseFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A step's end: one save, which a database that is away for a while must not lose. */
class StepRunnerTest {

  private final TestSource source = new TestSource();
  private final Journey journey = new Journey(source, new TestMdm());
  private final Recording ledger = new Recording();
  private final List<Duration> pauses = new ArrayList<>();
  private final StepRunner runner =
      new StepRunner(
          ledger,
          List.of(journey.kalends.road()),
          new Backoff(new Random(1)),
          Journey.LEASE,
          time -> {
            pauses.add(time);
            journey.clock.set(journey.clock.instant().plus(time));
          });

  @Test
  void whatWasMintedIsSavedAsSoonAsTheDatabaseIsBack() {
    for (int i = 0; i < 10; i++) {
      ledger.fate.add(failure(false));
    }
    runner.run(turn(journey.minting(), Lane.MINT));
    assertThat(ledger.saved).singleElement().matches(one -> one.entry().state() == State.MINTED);
    assertThat(source.mints).isEqualTo(1);
    assertThat(pauses).hasSize(10).isSorted();
  }

  @Test
  void itIsGivenUpWhenTheLeaseEnds() {
    for (int i = 0; i < 1_000; i++) {
      ledger.fate.add(failure(false));
    }
    Turn turn = turn(journey.minting(), Lane.MINT);
    assertThatThrownBy(() -> runner.run(turn)).isInstanceOf(DatabaseFailure.class);
    assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
        .isBetween(Journey.LEASE.minusSeconds(10), Journey.LEASE);
  }

  @Test
  void aSaveThatWasKeptThoughItsAnswerWasLostIsNotSavedTwice() {
    ledger.fate.add(failure(true));
    ledger.refuse = true;
    Saving saving = runner.run(turn(journey.minting(), Lane.MINT));
    assertThat(saving.entry().state()).isEqualTo(State.MINTED);
    assertThat(ledger.saved).isEmpty();
    assertThat(pauses).hasSize(1);
  }

  @Test
  void aStepThatWaitedTooLongForAThreadIsGivenBackUnbegun() {
    Turn mint = turn(journey.minting(), Lane.MINT);
    Turn delivery = turn(journey.minted(), Lane.MDM);
    int mints = source.mints;
    journey.clock.set(journey.clock.instant().plus(Journey.LEASE.dividedBy(2)).plusMillis(1));
    assertThat(runner.run(mint).entry().state()).isEqualTo(State.RESOLVED);
    assertThat(runner.run(delivery).entry().state()).isEqualTo(State.MINTED);
    assertThat(source.mints).isEqualTo(mints);
    assertThat(ledger.saved).allMatch(one -> one.due().isPresent());
    assertThat(ledger.saved.get(0).entry().mintAttempts()).isZero();
  }

  private Turn turn(Entry entry, Lane lane) {
    Instant now = journey.clock.instant();
    Claim claim = new Claim(entry, lane, 1, true, now, now.plus(Journey.LEASE), Journey.ALONE);
    return Turn.of(claim, journey.clock, now);
  }

  /** Only the store makes these. */
  private static DatabaseFailure failure(boolean mayHaveBeenKept) {
    DatabaseFailure failure = mock(DatabaseFailure.class, CALLS_REAL_METHODS);
    doReturn(mayHaveBeenKept).when(failure).mayHaveBeenKept();
    return failure;
  }

  private static final class Recording implements Ledger {

    private final Deque<RuntimeException> fate = new ArrayDeque<>();
    private final List<Saving> saved = new ArrayList<>();
    private boolean refuse;

    @Override
    public boolean save(Claim claim, Saving saving) {
      RuntimeException next = fate.poll();
      if (next != null) {
        throw next;
      }
      return !refuse && saved.add(saving);
    }

    @Override
    public void accept(String tenant, String instance, List<ProvisioningEvent> events) {
      throw new AssertionError("a step brings nothing in by itself");
    }

    @Override
    public int apply(int max) {
      throw new AssertionError("a step applies nothing");
    }

    @Override
    public List<Claim> claim(String node, List<Order> orders) {
      throw new AssertionError("a step claims nothing");
    }

    @Override
    public Optional<Instant> nextDue(Set<Instance> instances) {
      throw new AssertionError("a step does not ask what is due");
    }

    @Override
    public Instant now() {
      throw new AssertionError("a claim tells the time");
    }
  }
}
