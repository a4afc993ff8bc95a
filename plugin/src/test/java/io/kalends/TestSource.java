package io.kalends;

import io.kalends.account.CalDavAccount;
import io.kalends.account.CredentialProbe;
import io.kalends.account.CredentialRevoker;
import io.kalends.account.CredentialSource;
import io.kalends.account.CredentialUse;
import io.kalends.account.DeviceLabel;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.failure.UncertainOutcome;
import io.kalends.secret.Secret;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A calendar service in memory that can only mint; those inside can do more. */
class TestSource implements CredentialSource {

  static final String PASSWORD = "NotARealPasswordButALongOne4711x";

  /** What the next calls end in, whatever they ask; when empty, all is well. */
  final Deque<RuntimeException> fate = new ArrayDeque<>();

  /** What logs in: label to owner. */
  final Map<String, String> live = new LinkedHashMap<>();

  int mints;
  boolean logsIn = true;
  Optional<Instant> used = Optional.empty();

  /** One that can take back. */
  static class Revoking extends TestSource implements CredentialRevoker {

    @Override
    public synchronized void revoke(DeviceOwner owner, DeviceLabel label) {
      fail();
      live.remove(label.value(), owner.address());
    }
  }

  /** One that can only tell whether an account logs in. */
  static final class Probing extends TestSource implements CredentialProbe {

    int probes;

    @Override
    public synchronized boolean logsIn(CalDavAccount account) {
      probes++;
      fail();
      return logsIn;
    }
  }

  /** One that can take back, and sees its credentials being used. */
  static class Watched extends Revoking implements CredentialUse {

    @Override
    public synchronized Optional<Seen> useOf(DeviceOwner owner, DeviceLabel label) {
      fail();
      return used.map(at -> new Seen(at, at));
    }
  }

  /** One that can do all. */
  static final class Able extends Watched implements CredentialProbe {

    int probes;

    @Override
    public synchronized boolean logsIn(CalDavAccount account) {
      probes++;
      return logsIn;
    }
  }

  @Override
  public synchronized CalDavAccount mint(DeviceOwner owner, DeviceLabel label) {
    mints++;
    if (fate.peek() instanceof UncertainOutcome) {
      live.put(label.value(), owner.address());
    }
    fail();
    live.put(label.value(), owner.address());
    return CalDavAccount.of("caldav.example.org", 443, "u_" + mints, Secret.of(PASSWORD));
  }

  final synchronized int mints() {
    return mints;
  }

  final void fail() {
    RuntimeException next = fate.poll();
    if (next != null) {
      throw next;
    }
  }
}
