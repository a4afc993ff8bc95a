package io.kalends;

import io.kalends.ledger.Claim.Lane;
import io.kalends.ledger.Ledger.Instance;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * How many steps may run at once, for each provider and each lane: one slow system must not hold up
 * the others. Safe for use by several threads.
 */
final class Rooms {

  private static final Map<Lane, Integer> SIZES =
      new EnumMap<>(Map.of(Lane.RESOLVE, 16, Lane.MINT, 24, Lane.SOURCE, 16, Lane.MDM, 24));

  private final Map<Instance, Map<Lane, Integer>> taken = new HashMap<>();

  /** How many to claim; none while it would be only a few, since a claim is a transaction. */
  synchronized int worthClaiming(Instance of, Lane lane) {
    int size = size(lane);
    int room = size - count(of, lane);
    return room * 2 >= size ? room : 0;
  }

  synchronized void take(Instance of, Lane lane) {
    taken.computeIfAbsent(of, o -> new EnumMap<>(Lane.class)).merge(lane, 1, Integer::sum);
  }

  synchronized void leave(Instance of, Lane lane) {
    taken.computeIfAbsent(of, o -> new EnumMap<>(Lane.class)).merge(lane, -1, Integer::sum);
  }

  private int count(Instance of, Lane lane) {
    Map<Lane, Integer> lanes = taken.get(of);
    return lanes == null ? 0 : lanes.getOrDefault(lane, 0);
  }

  private static int size(Lane lane) {
    return SIZES.getOrDefault(lane, 1);
  }
}
