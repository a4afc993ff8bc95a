package io.kalends.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kalends.testkit.program.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The golden profiles as Python's plistlib reads them: types too, not only texts. */
class PlistlibIT {

  private static final String DUMP =
      """
      import json, plistlib, sys
      def typed(v):
          if isinstance(v, dict): return {k: typed(x) for k, x in v.items()}
          if isinstance(v, list): return [typed(x) for x in v]
          return type(v).__name__ + ':' + (v.hex() if isinstance(v, bytes) else str(v))
      with open(sys.argv[1], 'rb') as f:
          print(json.dumps(typed(plistlib.load(f, fmt=plistlib.FMT_XML))))
      """;

  private final Path golden = Program.root().resolve("plugin/src/test/resources/golden");

  @Test
  void everyGoldenProfileIsReadWithTheTypesAppleAsksFor() throws Exception {
    List<Path> profiles;
    try (Stream<Path> files = Files.list(golden)) {
      profiles = files.filter(f -> f.toString().endsWith(".mobileconfig")).sorted().toList();
    }
    assertThat(profiles).hasSizeGreaterThanOrEqualTo(2);
    for (Path profile : profiles) {
      JsonNode read = dump(profile);
      assertThat(read.path("PayloadType").asText()).isEqualTo("str:Configuration");
      assertThat(read.path("PayloadVersion").asText()).isEqualTo("int:1");
      JsonNode account = account(read);
      assertThat(account.path("CalDAVPort").asText()).matches("int:[0-9]+");
      assertThat(account.path("CalDAVUseSSL").asText()).isEqualTo("bool:True");
      assertThat(account.path("CalDAVHostName").asText()).startsWith("str:");
      assertThat(account.path("CalDAVUsername").asText()).startsWith("str:");
      assertThat(account.path("CalDAVPassword").asText()).startsWith("str:");
    }
  }

  @Test
  void theMacProfileIsScopedToTheUserAndTheOthersAreNot() throws Exception {
    assertThat(dump(golden.resolve("macos.mobileconfig")).path("PayloadScope").asText())
        .isEqualTo("str:User");
    assertThat(dump(golden.resolve("ios.mobileconfig")).has("PayloadScope")).isFalse();
  }

  private static JsonNode account(JsonNode profile) {
    List<JsonNode> accounts = new ArrayList<>();
    for (JsonNode payload : profile.path("PayloadContent")) {
      if (payload.path("PayloadType").asText().equals("str:com.apple.caldav.account")) {
        accounts.add(payload);
      }
    }
    assertThat(accounts).hasSize(1);
    return accounts.get(0);
  }

  private JsonNode dump(Path profile) throws Exception {
    Program.Result result =
        Program.run(golden, List.of("python3", "-c", DUMP, profile.toString())).succeeded();
    return new ObjectMapper().readTree(result.out());
  }
}
