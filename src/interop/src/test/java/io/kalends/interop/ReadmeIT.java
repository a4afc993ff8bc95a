package io.kalends.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.testkit.program.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every command in the README, run as it stands there; the build itself is run by .ci/run. */
class ReadmeIT {

  private static final Pattern SHELL = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);

  @Test
  void everyCommandWorks() throws IOException {
    List<String> commands =
        SHELL
            .matcher(Files.readString(Program.root().resolve("README.md")))
            .results()
            .flatMap(block -> block.group(1).lines())
            .toList();
    assertThat(commands).contains("src/bin/kalends demo --once", "mvn -B verify");
    for (String command : commands) {
      if (!command.startsWith("mvn ")) {
        Program.run(Program.root(), List.of("sh", "-c", command)).succeeded();
      }
    }
  }

  @Test
  void ciRunsTheReadmesTestCommand() throws IOException {
    assertThat(Files.readAllLines(Program.root().resolve(".ci/run"))).contains("mvn -B verify");
  }
}
