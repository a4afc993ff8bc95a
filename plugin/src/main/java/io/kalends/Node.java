package io.kalends;

import io.kalends.ledger.Claim;
import io.kalends.ledger.Claim.Lane;
import io.kalends.ledger.Ledger;
import io.kalends.ledger.Ledger.Order;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One of the nodes that share a ledger: its name, its leases, and how its clock differs. */
final class Node {

  private final Ledger ledger;
  private final String name;
  private final Clock clock;
  private final Duration lease;
  private volatile Optional<Duration> ahead = Optional.empty();

  Node(Ledger ledger, String name, Clock clock, Duration lease) {
    this.ledger = ledger;
    this.name = name;
    this.clock = clock;
    this.lease = lease;
  }

  String name() {
    return name;
  }

  Order order(Road road, Lane lane, int max) {
    return new Order(
        road.of(), lane, max, lease, road.settings().pace(), device -> road.labels().next(device));
  }

  /** Claims what is due; a lease tells when it began by the ledger's clock. */
  List<Turn> claim(List<Order> orders) {
    return ledger.claim(name, orders).stream().map(this::turn).toList();
  }

  private Turn turn(Claim claim) {
    Turn turn = Turn.of(claim, clock, claim.until().minus(lease));
    ahead = Optional.of(turn.ahead());
    return turn;
  }

  /** What time it is for the ledger, without asking it every time. */
  Instant now() {
    if (ahead.isEmpty()) {
      ahead = Optional.of(Duration.between(clock.instant(), ledger.now()));
    }
    return clock.instant().plus(ahead.orElseThrow());
  }
}
