package io.kalends.issuer.event;

import static io.kalends.issuer.event.EventFixture.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventRunnerTest {

  @TempDir Path folder;

  @Test
  void sendsByItselfAndGoesOnAfterAFailure() throws InterruptedException {
    CountDownLatch arrived = new CountDownLatch(1);
    AtomicBoolean failed = new AtomicBoolean();
    try (EventFixture fixture = EventFixture.in(folder);
        Receiver receiver =
            Receiver.with(
                (exchange, got) -> {
                  exchange.sendResponseHeaders(200, -1);
                  arrived.countDown();
                })) {
      fixture.listening(receiver.url());
      EventSender sender =
          new EventSender(
              fixture.database(),
              appId -> {
                if (failed.compareAndSet(false, true)) {
                  throw new IllegalStateException("the directory fails once");
                }
                return java.util.Optional.of(fixture.targets.get(appId));
              },
              fixture.clock,
              fixture.random);
      fixture.add(Event.userDeleted(ANNA));
      fixture.add(Event.userDeleted(ANNA));
      try (EventRunner runner = EventRunner.start(sender, fixture.clock)) {
        assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(runner).isNotNull();
      }
      assertThat(failed).isTrue();
      assertThat(sender.sendDue()).as("a closed sender sends nothing").isZero();
    }
  }
}
