package io.kalends.issuer.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.issuer.CapturedLogs;
import io.kalends.issuer.OpenDatabase;
import io.kalends.issuer.SettableClock;
import io.kalends.issuer.credential.Credential;
import io.kalends.issuer.credential.CredentialQuery;
import io.kalends.issuer.credential.Minted;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsesTest {

  @TempDir private Path folder;

  private final SettableClock clock = new SettableClock();
  private OpenDatabase open;
  private Uses uses;
  private Minted minted;

  @BeforeEach
  void mint() {
    open = OpenDatabase.in(folder, clock);
    uses = Uses.steppedByHand(open.credentials, clock);
    minted = open.credentials.mint(open.person("anna@example.com"), "iPhone");
  }

  @AfterEach
  void close() {
    uses.close();
    open.close();
  }

  @Test
  void theFirstUseIsOnRecordAfterTheNextWrite() {
    assertThat(recorded()).isEmpty();
    Instant first = clock.instant();
    use();
    assertThat(recorded()).as("not yet written").isEmpty();
    assertThat(uses.flush()).isTrue();
    assertThat(recorded()).contains(new Credential.Uses(first, first));
  }

  @Test
  void theLastUseIsWrittenWhenTheOneOnRecordIsAMinuteOldAndTheFirstStays() {
    Instant first = clock.instant();
    use();
    uses.flush();
    clock.advance(Duration.ofSeconds(59));
    use();
    uses.flush();
    assertThat(recorded()).contains(new Credential.Uses(first, first));
    clock.advance(Duration.ofSeconds(1));
    use();
    uses.flush();
    assertThat(recorded()).contains(new Credential.Uses(first, first.plusSeconds(60)));
  }

  @Test
  void whatIsNotedIsWrittenAtTheEnd() {
    use();
    uses.close();
    assertThat(recorded()).isPresent();
  }

  @Test
  void aWriteThatFailsIsTriedAgainWithNothingLostAndSaidOnce() {
    Instant first = clock.instant();
    use();
    sql("ALTER TABLE credential RENAME TO elsewhere");
    try (CapturedLogs logs = new CapturedLogs()) {
      assertThat(uses.flush()).isFalse();
      assertThat(uses.flush()).isFalse();
      assertThat(logs.lines()).filteredOn(line -> line.contains("cannot be written")).hasSize(1);
    }
    sql("ALTER TABLE elsewhere RENAME TO credential");
    clock.advance(Duration.ofMinutes(3));
    use();
    assertThat(uses.flush()).isTrue();
    assertThat(recorded()).contains(new Credential.Uses(first, clock.instant()));
  }

  @Test
  void reportsThatComeLateAndOutOfOrderOnlyWidenWhatIsOnRecord() {
    long id = minted.credential().id();
    Instant noon = clock.instant();
    List<Credential.Uses> reports =
        List.of(
            new Credential.Uses(noon, noon.plusSeconds(5)),
            new Credential.Uses(noon.minusSeconds(9), noon.minusSeconds(8)),
            new Credential.Uses(noon.plusSeconds(1), noon.plusSeconds(2)));
    reports.forEach(report -> open.credentials.recordUses(Map.of(id, report)));
    assertThat(recorded()).contains(new Credential.Uses(noon.minusSeconds(9), noon.plusSeconds(5)));
  }

  @Test
  void aThousandUsesAtOnceOfAHundredCredentialsAreOneTransactionAndAllOnRecord() throws Exception {
    List<Minted> many = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      many.add(open.credentials.mint(open.person("anna@example.com"), "device " + i));
    }
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Thread thread = new Thread(() -> many.forEach(one -> uses.note(one.credential())));
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    uses.flush();
    assertThat(open.credentials.page(CredentialQuery.all()))
        .filteredOn(credential -> credential.uses().isPresent())
        .hasSize(100);
  }

  @Test
  void whatWaitsIsBoundedAndWhatIsNotNotedIsSaid() {
    Credential sample = minted.credential();
    for (long id = 1; id <= Uses.MAX_WAITING + 7; id++) {
      uses.note(
          new Credential(
              id, "t", "o", "u", "", sample.created(), Optional.empty(), Optional.empty()));
    }
    try (CapturedLogs logs = new CapturedLogs()) {
      assertThat(uses.flush()).isTrue();
      assertThat(logs.lines())
          .anyMatch(line -> line.contains("7 were not noted") || line.contains("[100000, 7]"));
    }
  }

  private void use() {
    uses.note(
        open.credentials
            .authenticate(minted.credential().userName(), minted.password())
            .orElseThrow());
  }

  private Optional<Credential.Uses> recorded() {
    return open.credentials.page(CredentialQuery.all()).get(0).uses();
  }

  private void sql(String sql) {
    open.database.write(
        "test",
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
          }
        });
  }
}
