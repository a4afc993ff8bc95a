package io.kalends;

import io.kalends.ledger.Claim.Lane;
import io.kalends.ledger.Ledger.Pace;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * What an administrator can set for one road.
 *
 * @param pace how fast the source may be asked to mint
 * @param keepSealed how long accounts stay in the ledger
 * @param probeFirst whether a first credential is tried before it is sent
 * @param rotationDeadline how long after a delivery the credentials before it may go, proven or not
 * @param atOnce how many steps of a lane may run at once on one node
 */
record RoadSettings(
    Pace pace,
    KeepSealed keepSealed,
    boolean probeFirst,
    Duration rotationDeadline,
    Map<Lane, Integer> atOnce) {

  /** Mints are slow and paced: at the contract's 1,000 a minute, 32 may take 2 s each. */
  private static final Map<Lane, Integer> AT_ONCE =
      Map.of(Lane.RESOLVE, 4, Lane.MINT, 32, Lane.SOURCE, 8, Lane.MDM, 16);

  RoadSettings {
    atOnce = Map.copyOf(atOnce);
  }

  /** No limit, which is for the source's adapter to know. */
  static RoadSettings defaults() {
    return new RoadSettings(
        new Pace("", 0, 0), KeepSealed.AUTO, true, Duration.ofHours(24), AT_ONCE);
  }

  int atOnce(Lane lane) {
    return atOnce.getOrDefault(lane, 1);
  }

  RoadSettings with(Pace other) {
    return new RoadSettings(other, keepSealed, probeFirst, rotationDeadline, atOnce);
  }

  RoadSettings with(KeepSealed other) {
    return new RoadSettings(pace, other, probeFirst, rotationDeadline, atOnce);
  }

  RoadSettings probingFirst(boolean other) {
    return new RoadSettings(pace, keepSealed, other, rotationDeadline, atOnce);
  }

  RoadSettings withRotationDeadline(Duration other) {
    if (other.isNegative()) {
      throw new IllegalArgumentException("the deadline of a rotation is not negative");
    }
    return new RoadSettings(pace, keepSealed, probeFirst, other, atOnce);
  }

  RoadSettings with(Lane lane, int steps) {
    if (steps < 1 || steps > 1_000) {
      throw new IllegalArgumentException(
          "1 to 1000 steps of a lane may run at once, not " + steps + " of " + lane);
    }
    Map<Lane, Integer> other = new EnumMap<>(atOnce);
    other.put(lane, steps);
    return new RoadSettings(pace, keepSealed, probeFirst, rotationDeadline, other);
  }
}
