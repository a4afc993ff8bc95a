package io.kalends.issuer.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.issuer.OpenDatabase;
import io.kalends.issuer.SettableClock;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.secret.RandomText;
import io.kalends.store.DatabaseFailure;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppTicketsTest {

  private static final App STORE = App.of("cli_store", "acme").inStore(Set.of("acme"));

  @TempDir private Path folder;

  private final SettableClock clock = new SettableClock();
  private final List<String> pushed = new ArrayList<>();
  private OpenDatabase open;
  private AppTickets tickets;

  @BeforeEach
  void open() {
    open = OpenDatabase.in(folder, clock);
    tickets = tickets((connection, app, ticket) -> pushed.add(ticket));
  }

  private AppTickets tickets(TicketPush push) {
    return new AppTickets(
        open.database,
        Directory.of(List.of(), List.of(STORE, App.of("cli_custom", "acme")), List.of()),
        new RandomText(new SecureRandom()),
        push,
        clock);
  }

  @AfterEach
  void close() {
    open.close();
  }

  @Test
  void storeAppsGetOneEveryHourAndCustomAppsNone() {
    assertThat(tickets.pushDue()).isEqualTo(1);
    assertThat(tickets.pushDue()).isZero();
    clock.advance(Duration.ofHours(1));
    assertThat(tickets.pushDue()).isEqualTo(1);
    assertThat(pushed).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void theNewestAndTheOneBeforeCount() {
    for (int i = 0; i < 3; i++) {
      tickets.resend(STORE);
    }
    assertThat(tickets.matches(STORE, pushed.get(0))).isFalse();
    assertThat(tickets.matches(STORE, pushed.get(1))).isTrue();
    assertThat(tickets.matches(STORE, pushed.get(2))).isTrue();
    assertThat(tickets.matches(STORE, "")).isFalse();
  }

  @Test
  void aTicketThatCannotBeKeptForSendingDoesNotCount() {
    tickets.resend(STORE);
    List<String> lost = new ArrayList<>();
    AppTickets failing =
        tickets(
            (connection, app, ticket) -> {
              lost.add(ticket);
              throw new SQLException("outbox refused");
            });
    assertThatThrownBy(() -> failing.resend(STORE)).isInstanceOf(DatabaseFailure.class);
    assertThat(tickets.matches(STORE, lost.get(0))).isFalse();
    assertThat(tickets.matches(STORE, pushed.get(0))).isTrue();
  }
}
