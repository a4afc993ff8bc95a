package io.kalends.testkit.mdm;

import io.kalends.event.ProvisioningEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What the MDM has to tell. Told until it is taken: a webhook that is not answered is repeated. */
final class Outbox {

  private final Deque<Fact> waiting = new ArrayDeque<>();
  private int refused;

  private record Fact(ProvisioningEvent event, boolean late) {}

  void add(ProvisioningEvent event, Predicate<Trouble> hits) {
    if (hits.test(Trouble.LOST)) {
      return;
    }
    waiting.add(new Fact(event, hits.test(Trouble.LATE)));
    if (hits.test(Trouble.TWICE)) {
      waiting.add(new Fact(event, false));
    }
  }

  int size() {
    return waiting.size();
  }

  int refused() {
    return refused;
  }

  /**
   * Tells each fact once, in order, the late ones in the next round.
   *
   * @return how many were taken
   */
  int tell(Consumer<List<ProvisioningEvent>> sink) {
    int taken = 0;
    for (int round = waiting.size(); round > 0 && !waiting.isEmpty(); round--) {
      Fact fact = waiting.remove();
      if (fact.late()) {
        waiting.add(new Fact(fact.event(), false));
        continue;
      }
      taken += offered(fact, sink);
    }
    return taken;
  }

  /**
   * An Error is the death of whoever listens, and his own matter; the fact is kept all the same.
   */
  private int offered(Fact fact, Consumer<List<ProvisioningEvent>> sink) {
    waiting.addFirst(fact);
    try {
      sink.accept(List.of(fact.event()));
      waiting.remove(fact);
      return 1;
    } catch (RuntimeException refusal) {
      refused++;
      waiting.remove(fact);
      waiting.add(fact);
      return 0;
    }
  }
}
