package io.kalends.adapters.folder;

import static io.kalends.adapters.folder.Deliveries.ATTEMPT;
import static io.kalends.adapters.folder.Deliveries.DAVX5;
import static io.kalends.adapters.folder.Deliveries.IPHONE;
import static io.kalends.adapters.folder.Deliveries.PIXEL;
import static io.kalends.adapters.folder.Deliveries.device;
import static io.kalends.adapters.folder.Deliveries.names;
import static io.kalends.adapters.folder.Deliveries.unsigned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.delivery.ManagedConfiguration;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.Platform;
import io.kalends.failure.ActionRequired;
import io.kalends.failure.TemporaryFailure;
import io.kalends.mdm.InstallReference;
import io.kalends.mdm.Installation;
import io.kalends.mdm.MdmProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderProviderHardshipTest {

  @TempDir Path temp;
  private Path out;
  private MdmProvider provider;

  @BeforeEach
  void openAProvider() {
    out = temp.resolve("out");
    provider = new FolderProvider(out);
  }

  @Test
  void whatACrashLeftIsClearedAway() throws IOException {
    Path folder = out.resolve(provider.install(IPHONE, unsigned("one"), ATTEMPT).value());
    Files.writeString(folder.resolve(".kalends-" + ATTEMPT + "-profile.mobileconfig"), "half");
    Files.writeString(folder.resolve(".kalends-other-davx5.json"), "half");
    provider.install(IPHONE, unsigned("two"), ATTEMPT);
    assertThat(names(folder)).containsExactly("profile.mobileconfig");
  }

  @Test
  void aFullDiskIsTemporaryAndLeavesTheEarlierDeliveryWhole() throws IOException {
    Path folder = out.resolve(provider.install(PIXEL, DAVX5, ATTEMPT).value());
    byte[] before = Files.readAllBytes(folder.resolve("davx5.json"));
    ManagedConfiguration next =
        new ManagedConfiguration(
            DAVX5.packageName(),
            Map.of("login_base_url", "https://h.example.org/", "login_user_name", "next"));
    for (int failing = 1; failing <= 2; failing++) {
      MdmProvider full = new FolderProvider(out, failingAt(failing));
      assertThatThrownBy(() -> full.install(PIXEL, next, ATTEMPT))
          .isInstanceOf(TemporaryFailure.class)
          .hasMessageContaining("No space left on device")
          .hasMessageContaining(PIXEL.id().value());
      assertThat(names(folder)).containsExactly("davx5.json", "davx5.svg");
      assertThat(folder.resolve("davx5.json")).hasBinaryContent(before);
      full.close();
    }
  }

  @Test
  void aLinkInsideTheFolderIsNeverFollowed() throws IOException {
    Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
    Path victim = Files.writeString(elsewhere.resolve("victim"), "untouched");
    Path folder = out.resolve(provider.install(IPHONE, unsigned("one"), ATTEMPT).value());
    Files.delete(folder.resolve("profile.mobileconfig"));
    Files.createSymbolicLink(folder.resolve("profile.mobileconfig"), victim);
    Files.createSymbolicLink(
        folder.resolve(".kalends-" + ATTEMPT + "-profile.mobileconfig"), victim);
    provider.install(IPHONE, unsigned("two"), ATTEMPT);
    assertThat(victim).hasContent("untouched");
    assertThat(Files.isSymbolicLink(folder.resolve("profile.mobileconfig"))).isFalse();

    Files.createSymbolicLink(out.resolve("LINKED"), elsewhere);
    Device linked = device("LINKED", Platform.IOS);
    assertThatThrownBy(() -> provider.install(linked, unsigned("x"), ATTEMPT))
        .isInstanceOf(ActionRequired.class)
        .hasMessageContaining("not followed");
    assertThatThrownBy(
            () ->
                provider.remove(
                    Installation.answered(linked, ATTEMPT, new InstallReference("LINKED")),
                    ATTEMPT))
        .isInstanceOf(ActionRequired.class);
    assertThat(names(elsewhere)).containsExactly("victim");
  }

  @Test
  void somethingInTheWayNeedsTheAdministratorAndNothingIsWritten() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "no folder");
    MdmProvider below = new FolderProvider(file.resolve("out"));
    assertThatThrownBy(() -> below.install(IPHONE, unsigned("x"), ATTEMPT))
        .isInstanceOfSatisfying(
            ActionRequired.class,
            e -> {
              assertThat(e.who()).isEqualTo(ActionRequired.Who.ADMINISTRATOR);
              assertThat(e.where()).contains(file.toString());
            });
    assertThat(below.check().usable()).isFalse();
    below.close();

    Files.createDirectories(out.resolve(EnrollmentName.of(PIXEL.id())).resolve("davx5.svg"));
    assertThatThrownBy(() -> provider.install(PIXEL, DAVX5, ATTEMPT))
        .isInstanceOf(ActionRequired.class)
        .hasMessageContaining("in the way");
    assertThat(names(out.resolve(EnrollmentName.of(PIXEL.id())))).containsExactly("davx5.svg");
  }

  @Test
  void manyThreadsAtOnceLeaveEachDeviceItsOwnWholeDelivery() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<InstallReference>> calls =
          IntStream.range(0, 200)
              .<Callable<InstallReference>>mapToObj(
                  i ->
                      () ->
                          provider.install(
                              device("D" + i % 20, i % 2 == 0 ? Platform.IOS : Platform.ANDROID),
                              i % 2 == 0 ? unsigned("D" + i % 20) : DAVX5,
                              UUID.randomUUID()))
              .toList();
      for (var done : threads.invokeAll(calls)) {
        done.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(names(out)).hasSize(20);
    for (String name : names(out)) {
      boolean apple = Integer.parseInt(name.substring(1)) % 2 == 0;
      assertThat(names(out.resolve(name)))
          .isEqualTo(apple ? List.of("profile.mobileconfig") : List.of("davx5.json", "davx5.svg"));
    }
  }

  private static FolderProvider.Flush failingAt(int call) {
    int[] calls = {0};
    return written -> {
      if (++calls[0] == call) {
        throw new IOException("No space left on device");
      }
    };
  }
}
