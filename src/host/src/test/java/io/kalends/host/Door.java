package io.kalends.host;

import io.kalends.event.ProvisioningEvent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An inbox that counts, and that can be broken. */
final class Door implements InboxDoor {

  private final Map<String, AtomicInteger> commits = new ConcurrentHashMap<>();
  private volatile boolean broken;

  @Override
  public void accept(String tenant, String instance, List<ProvisioningEvent> events) {
    if (broken) {
      throw new IllegalStateException("the database is down; canary");
    }
    for (ProvisioningEvent event : events) {
      String key = tenant + "/" + instance + "/" + event.key();
      commits.computeIfAbsent(key, none -> new AtomicInteger()).incrementAndGet();
    }
  }

  void broken(boolean now) {
    broken = now;
  }

  /** How often each event was committed. */
  Map<String, Integer> commits() {
    Map<String, Integer> counted = new TreeMap<>();
    commits.forEach((key, count) -> counted.put(key, count.get()));
    return counted;
  }
}
