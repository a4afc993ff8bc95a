package io.kalends.issuer.event;

import static io.kalends.issuer.event.EventFixture.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.issuer.event.Receiver.Got;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeveralSendersTest {

  private static final int SENDERS = 4;
  private static final int EVENTS = 100;

  @TempDir Path folder;

  @Test
  void sendersOnOneDatabaseSendEveryEventOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(SENDERS);
    try (Receiver receiver = Receiver.answering(200);
        EventFixture fixture = EventFixture.in(folder).listening(receiver.url())) {
      for (int i = 0; i < EVENTS; i++) {
        fixture.add(Event.userDeleted(ANNA));
      }
      CyclicBarrier start = new CyclicBarrier(SENDERS);
      List<Future<Integer>> passes = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        EventSender sender = fixture.sender();
        passes.add(
            threads.submit(
                () -> {
                  start.await();
                  return sender.sendDue();
                }));
      }
      int delivered = 0;
      for (Future<Integer> pass : passes) {
        delivered += pass.get();
      }
      assertThat(delivered).isEqualTo(EVENTS);
      assertThat(receiver.got()).extracting(Got::eventId).hasSize(EVENTS).doesNotHaveDuplicates();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whileOneSendsAnEventAnotherFindsNothingToDo() {
    List<Integer> meanwhile = new ArrayList<>();
    try (EventFixture fixture = EventFixture.in(folder)) {
      EventSender other = fixture.sender();
      try (Receiver receiver =
          Receiver.with(
              (exchange, got) -> {
                meanwhile.add(other.sendDue());
                exchange.sendResponseHeaders(200, -1);
              })) {
        fixture.listening(receiver.url()).add(Event.userDeleted(ANNA));
        assertThat(fixture.sender().sendDue()).isEqualTo(1);
        assertThat(meanwhile).containsExactly(0);
        assertThat(receiver.got()).hasSize(1);
      }
    }
  }
}
