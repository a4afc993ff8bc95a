package io.kalends.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseFailureTest {

  private static final String SECRET = "obviously-fake-password";

  @Test
  void namesTheOperationAndTheCodeInWords() {
    assertThat(DatabaseFailure.during("mint", new SQLException("?", "40P01")))
        .hasMessage(
            "mint: the database refused with SQL state 40P01 (deadlock detected); nothing was"
                + " kept");
    assertThat(DatabaseFailure.during("mint", new SQLException("?", "0A000")))
        .hasMessageContaining("SQL state 0A000;");
    assertThat(DatabaseFailure.during("mint", new SQLException("?")))
        .hasMessageContaining("SQL state unknown");
  }

  @ParameterizedTest
  @ValueSource(strings = {"08006", "08003", "57P01", "57P02", "58030", "XX000", "40003", ""})
  void aCommitWithoutAVerdictMayHaveBeenKept(String state) {
    DatabaseFailure failure = DatabaseFailure.committing("mint", new SQLException("?", state));
    assertThat(failure.mayHaveBeenKept()).isTrue();
    assertThat(failure.isRepeatable()).isFalse();
    assertThat(failure).hasMessageContaining("may have been kept");
  }

  @ParameterizedTest
  @ValueSource(strings = {"23505", "40001", "40P01", "53100", "25P02", "25P01"})
  void aCommitThatWasRefusedWasNotKept(String state) {
    DatabaseFailure failure = DatabaseFailure.committing("mint", new SQLException("?", state));
    assertThat(failure.mayHaveBeenKept()).isFalse();
    assertThat(failure).hasMessageContaining("nothing was kept");
  }

  @ParameterizedTest
  @CsvSource({"40001,true", "40P01,true", "23505,false", "08006,false", "55P03,false"})
  void onlyDeadlocksAndSerializationFailuresAreDoneAgain(String state, boolean again) {
    assertThat(DatabaseFailure.during("mint", new SQLException("?", state)).isRepeatable())
        .isEqualTo(again);
  }

  @Test
  void aSilentNetworkIsNotTriedAConnectionAtATime() {
    assertThat(SqlState.isCutOff(new SQLException("?", "08006"))).isTrue();
    assertThat(SqlState.isCutOff(new SQLException("?", "57P01"))).isTrue();
    assertThat(SqlState.isCutOff(new SQLException("?", "42501"))).isFalse();
    assertThat(
            SqlState.isCutOff(new SQLException("?", "08006", new SocketTimeoutException("slow"))))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "28P01,check both",
    "28000,pg_hba.conf",
    "3D000,CREATE DATABASE \"kalends\" OWNER \"me\"",
    "42501,CREATE SCHEMA IF NOT EXISTS ledger AUTHORIZATION \"me\"",
    "53300,max_connections",
    "57P03,try again",
    "08004,listen_addresses",
    "99999,cannot be used"
  })
  void everyRefusalComesWithItsFix(String state, String fix) {
    DatabaseFailure failure =
        new PostgresRefusal(settings(5432))
            .of(new IllegalStateException("wrapped", new SQLException("said so", state)));
    assertThat(failure)
        .hasMessageStartingWith("database 127.0.0.1:5432/kalends, schema ledger: ")
        .hasMessageContaining(fix)
        .hasMessageContaining(state);
  }

  @Test
  @Timeout(30)
  void aServerThatIsNotThereOrNeverAnswersIsNamed() throws IOException {
    int port;
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      port = silent.getLocalPort();
      unreachable(port);
    }
    unreachable(port);
  }

  private static void unreachable(int port) {
    assertThatThrownBy(() -> Database.connect(settings(port), DatabaseFailureTest.class))
        .isInstanceOf(DatabaseFailure.class)
        .hasMessageContaining("cannot connect to 127.0.0.1:" + port)
        .hasMessageContaining("check that PostgreSQL runs there")
        .message()
        .doesNotContain(SECRET);
  }

  private static PostgresSettings settings(int port) {
    return PostgresSettings.of(
            "jdbc:postgresql://127.0.0.1:" + port + "/kalends",
            "me",
            DatabasePassword.of(SECRET.toCharArray()),
            "ledger")
        .withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(1));
  }
}
