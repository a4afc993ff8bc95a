package io.kalends.issuer;

import static io.kalends.issuer.SampleDirectory.ANNA;
import static io.kalends.issuer.SampleDirectory.BEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.issuer.Caller.Answer;
import io.kalends.issuer.contract.Limits;
import io.kalends.issuer.credential.Credential;
import io.kalends.issuer.credential.CredentialQuery;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.directory.User;
import io.kalends.issuer.roster.TooManyLeavers;
import io.kalends.store.DatabaseFailure;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IssuerTest {

  @TempDir private Path folder;

  @Test
  void twoHundredCallsAtOnceGiveTwoHundredCredentialsAndNoneIsLost() throws Exception {
    List<Answer> answers = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(40);
    try (IssuerFixture fixture =
        IssuerFixture.in(
            folder,
            config -> config.ruled(r -> r.limitedTo(Limits.NONE).mintingOneAtATime(false)))) {
      List<Future<Answer>> calls = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String token = i % 2 == 0 ? ANNA : BEN;
        String body = "{\"device_name\": \"device " + i + "\"}";
        calls.add(threads.submit(() -> fixture.caller.mint(token, body)));
      }
      for (Future<Answer> call : calls) {
        answers.add(call.get());
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(answers).allMatch(answer -> answer.code() == 0);
    assertThat(answers).extracting(answer -> answer.data("password")).doesNotHaveDuplicates();
    assertThat(answers.stream().map(answer -> answer.data("user_name")).distinct()).hasSize(2);
    try (IssuerFixture fixture = IssuerFixture.in(folder)) {
      assertThat(fixture.issuer.credentials().page(CredentialQuery.all())).hasSize(200);
      assertThat(answers)
          .allSatisfy(
              answer ->
                  assertThat(
                          fixture
                              .issuer
                              .authenticate(answer.data("user_name"), answer.data("password"))
                              .map(Credential::deviceName))
                      .contains(answer.data("device_name")));
    }
  }

  @Test
  void whoLeftOrIsNoLongerListedLogsInNoMore() {
    Answer anna;
    Answer ben;
    try (IssuerFixture fixture = IssuerFixture.in(folder)) {
      anna = fixture.caller.mint(ANNA, "{}");
      ben = fixture.caller.mint(BEN, "{}");
    }
    Directory later =
        Directory.of(List.of(User.of("anna@example.com", "Anna", ANNA).as(Person.Status.RESIGNED)));
    assertThatThrownBy(() -> IssuerFixture.in(folder, config -> config.knowing(later)))
        .isInstanceOf(TooManyLeavers.class)
        .hasMessageContaining("leavers 7");
    try (IssuerFixture fixture =
        IssuerFixture.in(folder, config -> config.knowing(later).lettingLeave(7))) {
      for (Answer answer : List.of(anna, ben)) {
        assertThat(fixture.issuer.authenticate(answer.data("user_name"), answer.data("password")))
            .isEmpty();
      }
      assertThat(fixture.issuer.credentials().page(CredentialQuery.all()))
          .hasSize(2)
          .noneMatch(Credential::isLive);
    }
  }

  @Test
  void closingTwiceIsHarmlessAndFreesPortAndDatabase() {
    IssuerFixture fixture = IssuerFixture.in(folder);
    int port = fixture.issuer.baseUrl().getPort();
    fixture.close();
    fixture.close();
    try (IssuerFixture again =
        IssuerFixture.in(folder, config -> config.listeningOn("127.0.0.1", port))) {
      assertThat(again.issuer.baseUrl()).hasToString("http://127.0.0.1:" + port);
      assertThat(again.caller.mint(ANNA, "{}").code()).isZero();
    }
  }

  @Test
  void aSecondIssuerOnOneDatabaseIsRefused() {
    try (IssuerFixture fixture = IssuerFixture.in(folder)) {
      assertThatThrownBy(() -> IssuerFixture.in(folder))
          .isInstanceOf(DatabaseFailure.class)
          .hasMessageContaining("already open");
      assertThat(fixture.caller.mint(ANNA, "{}").code()).isZero();
    }
  }

  @Test
  void aPortThatIsTakenLeavesTheDatabaseFree(@TempDir Path other) {
    try (IssuerFixture fixture = IssuerFixture.in(folder)) {
      int port = fixture.issuer.baseUrl().getPort();
      assertThatThrownBy(
              () -> IssuerFixture.in(other, config -> config.listeningOn("127.0.0.1", port)))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("cannot listen");
    }
    IssuerFixture.in(other).close();
  }

  @Test
  void listeningBeyondThisMachineIsWarnedOf() {
    try (CapturedLogs logs = new CapturedLogs();
        IssuerFixture fixture =
            IssuerFixture.in(folder, config -> config.listeningOn("0.0.0.0", 0))) {
      assertThat(fixture.caller.mint(ANNA, "{}").code()).isZero();
      assertThat(logs.lines()).anyMatch(line -> line.contains("not loopback"));
    }
  }

  @Test
  void aSettingOutOfRangeIsNamed() {
    assertThatThrownBy(() -> IssuerFixture.config(folder).listeningOn("127.0.0.1", 65_536))
        .hasMessageContaining("port");
    assertThatThrownBy(() -> IssuerFixture.config(folder).listeningOn(" ", 0))
        .hasMessageContaining("host");
  }
}
