package io.kalends.interop;

import static io.kalends.interop.DatabaseContract.together;
import static io.kalends.interop.IssuerNode.ANNA;
import static io.kalends.interop.IssuerNode.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.interop.IssuerNode.Pair;
import io.kalends.issuer.directory.Person;
import io.kalends.store.PostgresSettings;
import io.kalends.testkit.program.PostgresServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two whole issuers that share one schema of a real PostgreSQL and nothing else but the pepper. */
@Timeout(300)
class TwoNodesIT {

  private static final int TOKEN_UNKNOWN = 99991668;

  private static PostgresServer server;
  private static int schemas;

  @TempDir private Path folder;

  private PostgresSettings settings;
  private IssuerNode one;
  private IssuerNode other;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void startNodes() {
    settings = server.settings("issuer_" + schemas++);
    one = IssuerNode.start(settings, folder, IssuerNode.everybody());
    other = IssuerNode.start(settings, folder, IssuerNode.everybody());
  }

  @AfterEach
  void stopNodes() {
    one.close();
    other.close();
  }

  @Test
  void whatOneMintsTheOtherAdmitsAtOnceAndWhatOneRevokesTheOtherRefusesAtOnce() throws Exception {
    Pair kept = one.mint(ANNA, "iPad");
    for (int i = 0; i < 20; i++) {
      Pair pair = one.mint(ANNA, "iPhone " + i);
      assertThat(other.admits(pair)).isTrue();
      assertThat(one.issuer().credentials().revoke(other.id(pair), "test")).isPresent();
      assertThat(other.admits(pair)).isFalse();
    }
    assertThat(other.admits(kept)).isTrue();
  }

  @Test
  void nodesThatStartTogetherOnAnEmptySchemaBothServe() throws Exception {
    for (int round = 0; round < 10; round++) {
      PostgresSettings empty = server.settings("empty_" + schemas++);
      Path shared = Files.createDirectory(folder.resolve("round-" + round));
      CyclicBarrier start = new CyclicBarrier(2);
      Callable<IssuerNode> node =
          () -> {
            start.await(30, TimeUnit.SECONDS);
            return IssuerNode.start(empty, shared, IssuerNode.everybody());
          };
      List<IssuerNode> nodes = together(List.of(node, node));
      try {
        assertThat(nodes.get(1).admits(nodes.get(0).mint(ANNA, ""))).isTrue();
        assertThat(nodes.get(0).admits(nodes.get(1).mint(BEN, ""))).isTrue();
      } finally {
        nodes.forEach(IssuerNode::close);
      }
    }
  }

  @Test
  void twoHundredMintsAtOnceOverBothNodesAreAllDifferentAndAllWorkOnBoth() throws Exception {
    List<Callable<Pair>> calls = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      IssuerNode node = i % 2 == 0 ? one : other;
      String token = i % 4 < 2 ? ANNA : BEN;
      String deviceName = "device " + i;
      calls.add(() -> node.mint(token, deviceName));
    }
    List<Pair> pairs = together(calls);
    assertThat(pairs).extracting(Pair::password).hasSize(200).doesNotHaveDuplicates();
    assertThat(pairs.stream().map(Pair::userName).distinct()).hasSize(2);
    assertThat(pairs).allMatch(one::admits).allMatch(other::admits);
  }

  @Test
  void whoeverLeavesByOneNodesDirectoryIsRefusedByTheOthers() throws Exception {
    Pair anna = one.mint(ANNA, "");
    Pair ben = one.mint(BEN, "");
    other.close();
    other = IssuerNode.start(settings, folder, IssuerNode.people(Person.Status.RESIGNED));
    assertThat(one.admits(ben)).isFalse();
    // The token died with the leaving, in the same transaction.
    assertThat(one.code(BEN)).isEqualTo(TOKEN_UNKNOWN);
    assertThat(one.admits(anna)).isTrue();
  }

  @Test
  void aNodeThatIsClosedInTheMiddleDisturbsNeitherTheOtherNorWhatItAnswered() throws Exception {
    URI closing = other.baseUrl();
    List<Callable<Optional<Pair>>> calls = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      calls.add(() -> Optional.of(one.mint(ANNA, "")));
      calls.add(() -> IssuerNode.tryToMint(closing, BEN));
    }
    calls.add(
        100,
        () -> {
          other.close();
          return Optional.empty();
        });
    List<Pair> pairs = together(calls).stream().flatMap(Optional::stream).toList();
    assertThat(pairs).hasSizeBetween(101, 199).allMatch(one::admits);
  }
}
