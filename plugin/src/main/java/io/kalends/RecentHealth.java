package io.kalends;

import io.kalends.mdm.MdmProvider;
import io.kalends.mdm.ProviderHealth;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether the MDM is usable, asked once a minute and not once a device. Asked by one at a time: the
 * others wait for the same answer. Safe for use by several threads.
 */
final class RecentHealth {

  private static final Duration GOOD_FOR = Duration.ofMinutes(1);
  private static final Duration BAD_FOR = Duration.ofSeconds(10);

  private final MdmProvider provider;
  private final Clock clock;
  private @Nullable ProviderHealth last;
  private Instant until = Instant.MIN;

  RecentHealth(MdmProvider provider, Clock clock) {
    this.provider = provider;
    this.clock = clock;
  }

  synchronized ProviderHealth now() {
    Instant now = clock.instant();
    if (last == null || !now.isBefore(until)) {
      last = provider.check();
      until = now.plus(last.usable() ? GOOD_FOR : BAD_FOR);
    }
    return last;
  }
}
