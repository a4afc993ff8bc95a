package io.kalends.testkit.ledger;

import static io.kalends.testkit.ledger.Fleet.HERE;
import static io.kalends.testkit.ledger.Fleet.LEASE;
import static io.kalends.testkit.ledger.Fleet.REAL;
import static io.kalends.testkit.ledger.Fleet.minted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.ledger.Claim;
import io.kalends.ledger.Claim.Lane;
import io.kalends.ledger.Entry;
import io.kalends.ledger.Hold;
import io.kalends.ledger.Ledger;
import io.kalends.ledger.Saving;
import io.kalends.ledger.State;
import io.kalends.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a ledger keeps when several claim and save at once: nobody's step is lost, none is taken
 * twice without saying so, and the source is asked no faster than it allows. To be run on each
 * database the ledger stands on.
 */
@Timeout(120)
public abstract class LedgerContract {

  private Database database;
  private Fleet fleet;
  private LedgerRows rows;

  /** For the class that says which database. */
  protected LedgerContract() {}

  /**
   * Opens an empty ledger's database; the contract closes it.
   *
   * @return with the ledger's schema, and nothing in it
   */
  protected abstract Database open();

  @BeforeEach
  final void openDatabase() {
    database = open();
    fleet = new Fleet(database);
    rows = fleet.rows;
  }

  @AfterEach
  final void closeDatabase() {
    database.close();
  }

  @Test
  final void workersThatRaceNeverHoldTheSameEntryNorTwoOfOneEnrollment() throws Exception {
    for (int i = 0; i < 40; i++) {
      rows.enroll("device-" + i, "ENROLLMENT");
      rows.open("device-" + i, "BULK");
    }
    Set<String> held = ConcurrentHashMap.newKeySet();
    AtomicInteger steps = new AtomicInteger();
    together(
        4,
        () -> {
          Ledger node = fleet.node();
          while (steps.get() < 80) {
            for (Claim claim : node.claim("racer", List.of(fleet.order(Lane.RESOLVE, 3)))) {
              String enrollment = claim.entry().key().enrollment().value();
              assertThat(held.add(enrollment)).as("free: %s", claim).isTrue();
              Entry next = claim.entry().held(consentMissing());
              assertThat(held.remove(enrollment)).isTrue();
              assertThat(node.save(claim, Saving.resting(next, "held"))).isTrue();
              steps.incrementAndGet();
            }
          }
          return steps;
        });
    assertThat(steps.get()).isEqualTo(80);
    assertThat(rows.all("SELECT DISTINCT claims, claimed_by, due_millis FROM entry"))
        .containsExactly("1 | null | null");
  }

  @Test
  final void aLeaseThatEndsHandsTheEntryOverAndSaysSo() {
    rows.enroll("device", "ENROLLMENT");
    Claim lost = fleet.one(Lane.RESOLVE);
    assertThat(lost.fresh()).isTrue();
    assertThat(Duration.between(fleet.ledger.now(), lost.until()))
        .isBetween(LEASE.minusSeconds(60), LEASE);
    rows.passes(LEASE.minusSeconds(60));
    assertThat(fleet.claim(Lane.RESOLVE)).isEmpty();
    rows.passes(Duration.ofSeconds(60));
    Claim taken = fleet.one(Lane.RESOLVE);
    assertThat(taken.fresh()).isFalse();
    assertThat(taken.number()).isGreaterThan(lost.number());
  }

  @Test
  final void aStaleSaveIsRefusedAndChangesNothing() {
    rows.enroll("device", "ENROLLMENT");
    Claim stale = fleet.one(Lane.RESOLVE);
    rows.passes(LEASE);
    Claim taken = fleet.one(Lane.RESOLVE);
    List<String> before = everything();
    Saving late =
        Saving.now(stale.entry().held(consentMissing()), "too late", fleet.ledger.now())
            .and(new Saving.Pause("calendar", Optional.empty(), "throttled"))
            .and(new Saving.Supersede())
            .and(new Saving.Reopen("again"));
    assertThat(fleet.ledger.save(stale, late)).isFalse();
    assertThat(everything()).isEqualTo(before);
    fleet.resolve(taken, "alice@example.org");
    before = everything();
    assertThat(fleet.ledger.save(taken, Saving.resting(taken.entry(), "twice"))).isFalse();
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  final void aLapsedClaimThatNobodyTookOverStillSaves() {
    rows.enroll("device", "ENROLLMENT");
    Claim slow = fleet.one(Lane.RESOLVE);
    rows.passes(LEASE.plusSeconds(1));
    fleet.resolve(slow, "alice@example.org");
    assertThat(rows.entry("device", 1, "state, claimed_by")).isEqualTo("RESOLVED | null");
  }

  @Test
  final void aClaimSavesNothingButItsOwnEntry() {
    rows.enroll("one", "ENROLLMENT");
    Claim one = fleet.one(Lane.RESOLVE);
    rows.enroll("two", "ENROLLMENT");
    Claim two = fleet.one(Lane.RESOLVE);
    assertThatThrownBy(() -> fleet.ledger.save(one, Saving.resting(two.entry(), "")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("acme/folder/one#1");
  }

  @Test
  final void aNodeWhoseClockIsFiveMinutesAheadChangesNothing() {
    rows.enroll("device", "ENROLLMENT");
    Instant ahead = fleet.ledger.now().plus(Duration.ofMinutes(5));
    Claim claim = fleet.one(Lane.RESOLVE);
    assertThat(claim.until()).isBefore(ahead);
    fleet.saved(claim, Saving.now(claim.entry().failedOnceMore(), "again", ahead));
    Claim again = fleet.one(Lane.RESOLVE);
    assertThat(again.fresh()).isTrue();
    assertThat(again.entry().failures()).isEqualTo(1);
    long late =
        Long.parseLong(rows.all("SELECT max(at_millis) FROM history").get(0))
            - ahead.toEpochMilli();
    assertThat(late).isNegative();
  }

  @Test
  final void ofOneEnrollmentOneEntryIsClaimedAtATime() {
    fleet.installed("device");
    rows.open("device", "BULK");
    Claim second = fleet.one(Lane.RESOLVE);
    rows.withdraw("device", 1, "device checked out", false);
    rows.change("UPDATE entry SET due_millis = 1 WHERE generation = 1");
    assertThat(fleet.claim(Lane.SOURCE)).isEmpty();
    fleet.saved(second, Saving.resting(second.entry().held(consentMissing()), ""));
    assertThat(fleet.one(Lane.SOURCE).entry().key().generation()).isEqualTo(1);
  }

  @Test
  final void interactiveGoesBeforeEnrollmentBeforeBulkAndEarlierBeforeLater() {
    rows.enroll("bulk", "BULK");
    rows.enroll("enrolled-late", "ENROLLMENT");
    rows.enroll("enrolled", "ENROLLMENT");
    rows.enroll("asked", "INTERACTIVE");
    rows.change("UPDATE entry SET due_millis = due_millis - 500 WHERE enrollment = 'enrolled'");
    rows.change("UPDATE entry SET due_millis = due_millis - 5000 WHERE enrollment = 'bulk'");
    List<String> served = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      fleet
          .ledger
          .claim("node-1", List.of(fleet.order(Lane.RESOLVE, 2)))
          .forEach(claim -> served.add(claim.entry().key().enrollment().value()));
    }
    assertThat(served).containsExactly("asked", "enrolled", "enrolled-late", "bulk");
  }

  @Test
  final void oneTransactionServesAllOrdersAndNoMoreThanTheyAskFor() {
    for (String device : List.of("a", "b", "c")) {
      rows.enroll(device, "ENROLLMENT");
      fleet.resolve();
    }
    rows.enroll("d", "ENROLLMENT");
    rows.enroll("e", "ENROLLMENT");
    List<Claim> claims =
        fleet.ledger.claim(
            "node-1", List.of(fleet.order(Lane.RESOLVE, 1), fleet.order(Lane.MINT, 2)));
    assertThat(claims)
        .extracting(claim -> claim.entry().state().name())
        .containsExactlyInAnyOrder("REQUESTED", "MINTING", "MINTING");
    assertThat(fleet.ledger.claim("node-1", List.of(fleet.order(Lane.MINT, 0)))).isEmpty();
  }

  @Test
  final void nothingIsClaimedOfAnInstanceOrTenantThatAPersonPaused() {
    rows.enroll("device", "ENROLLMENT");
    rows.guard("folder", "pause");
    assertThat(fleet.claim(Lane.RESOLVE)).isEmpty();
    assertThat(fleet.ledger.nextDue(Set.of(HERE))).isEmpty();
    rows.unguard();
    rows.guard("", "pause");
    assertThat(fleet.claim(Lane.RESOLVE)).isEmpty();
    rows.unguard();
    rows.guard("other", "pause");
    rows.guard("folder", "withdrawals");
    assertThat(fleet.claim(Lane.RESOLVE)).hasSize(1);
  }

  @Test
  final void aMintIsClaimedInMintingUnderALabelThatIsSavedAndNoted() {
    rows.enroll("device", "ENROLLMENT");
    fleet.resolve();
    Claim claim = fleet.one(Lane.MINT);
    assertThat(claim.entry().state()).isEqualTo(State.MINTING);
    String label = claim.entry().label().orElseThrow().value();
    assertThat(rows.entry("device", 1, "state, label, lane, mint_attempts"))
        .isEqualTo("MINTING | " + label + " | SOURCE | 1");
    assertThat(rows.history("device")).contains("1 | node-1 | RESOLVED | MINTING | as " + label);
    rows.passes(LEASE);
    assertThat(fleet.claim(Lane.MINT)).isEmpty();
    Claim lapsed = fleet.one(Lane.SOURCE);
    assertThat(lapsed.fresh()).isFalse();
    assertThat(lapsed.entry().label()).isEqualTo(claim.entry().label());
  }

  @Test
  final void oneMintOfAnOwnerIsInFlightWhoeverAsks() throws Exception {
    for (int i = 0; i < 4; i++) {
      rows.enroll("device-" + i, "ENROLLMENT");
    }
    fleet.claim(Lane.RESOLVE).forEach(claim -> fleet.resolve(claim, "alice@example.org"));
    List<Claim> claims =
        together(3, () -> fleet.node().claim("racer", List.of(fleet.order(Lane.MINT, 4)))).stream()
            .flatMap(List::stream)
            .toList();
    assertThat(claims).hasSize(1);
    rows.passes(LEASE);
    assertThat(fleet.claim(Lane.MINT)).as("a lapsed mint is still in flight").isEmpty();
    fleet.saved(claims.get(0), Saving.now(minted(claims.get(0)), "", fleet.ledger.now()));
    assertThat(fleet.claim(Lane.MINT)).hasSize(1);
  }

  @Test
  final void threeNodesShareOnePace() throws Exception {
    for (int i = 0; i < 60; i++) {
      rows.enroll("device-" + i, "ENROLLMENT");
    }
    fleet.resolve();
    Instant begin = fleet.ledger.now();
    AtomicInteger taken = new AtomicInteger();
    together(
        3,
        () -> {
          Ledger node = fleet.node();
          while (Duration.between(begin, node.now()).compareTo(Duration.ofMillis(1_500)) < 0) {
            taken.addAndGet(node.claim("racer", List.of(fleet.order(Lane.MINT, 5, REAL))).size());
          }
          return taken;
        });
    long millis = Duration.between(begin, fleet.ledger.now()).toMillis();
    // What passed, and the half second of slots that a late one may still take.
    assertThat(taken.get()).isBetween(20, (int) ((millis + 500) / REAL.spacing().toMillis()) + 2);
  }

  @Test
  final void oneRefusalPausesTheMintsOfAllNodes() {
    rows.enroll("one", "ENROLLMENT");
    rows.enroll("two", "ENROLLMENT");
    fleet.resolve();
    Claim refused = fleet.ledger.claim("node-1", List.of(fleet.order(Lane.MINT, 1))).get(0);
    pause(refused);
    Ledger other = fleet.node();
    assertThat(other.claim("node-2", List.of(fleet.order(Lane.MINT, 5)))).isEmpty();
    assertThat(Duration.between(other.now(), other.nextDue(Set.of(HERE)).orElseThrow()))
        .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
    rows.passes(Duration.ofSeconds(30));
    Claim again = other.claim("node-2", List.of(fleet.order(Lane.MINT, 1))).get(0);
    pause(again);
    assertThat(pauses()).isEqualTo("2");
    rows.passes(Duration.ofSeconds(59));
    assertThat(fleet.claim(Lane.MINT)).isEmpty();
    rows.passes(Duration.ofSeconds(1));
    fleet.mint();
    assertThat(pauses()).isEqualTo("0");
  }

  private String pauses() {
    return rows.all("SELECT pauses FROM pace").get(0);
  }

  private void pause(Claim refused) {
    Saving saving =
        Saving.now(refused.entry().notMinted(), "throttled", fleet.ledger.now())
            .and(new Saving.Pause("calendar", Optional.empty(), "throttled"));
    fleet.saved(refused, saving);
  }

  private List<String> everything() {
    List<String> all = new ArrayList<>();
    for (String table : List.of("enrollment", "entry", "history", "inbox", "possible_orphan")) {
      all.addAll(rows.all("SELECT * FROM " + table + " ORDER BY id"));
    }
    all.addAll(rows.all("SELECT * FROM pace ORDER BY tenant, api"));
    return all;
  }

  private Hold consentMissing() {
    return new Hold(Hold.Cause.CONSENT, fleet.ledger.now(), "alice has to consent");
  }

  private static <T> List<T> together(int count, Callable<T> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> each : threads.invokeAll(Collections.nCopies(count, work))) {
        results.add(each.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
