package io.kalends.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The issuer as an administrator meets it: from an empty folder, by commands only. */
class IssuerCommandTest {

  private static final String ANNA = "anna@example.com";

  @TempDir static Path shared;
  @TempDir Path mine;

  private static RunningIssuer issuer;
  private static Path token;

  @BeforeAll
  static void start() throws IOException {
    Path folder = shared.resolve("calendar");
    CommandRun init = CommandRun.of("issuer", "init", folder.toString());
    assertThat(init.exit()).as(init.everything()).isZero();
    issuer = RunningIssuer.in(folder);
    token = shared.resolve("anna.token");
    CommandRun grant = issuer.admin("users", "grant", ANNA, "--out", token.toString());
    assertThat(grant.exit()).as(grant.everything()).isZero();
  }

  @AfterAll
  static void stop() {
    issuer.close();
  }

  @Test
  void everyCommandOfTheDocumentationWorksInItsOrder() throws Exception {
    Files.writeString(
        mine.resolve("people.csv"), "email,name\nben@example.com,Ben\ncleo@example.com,Cleo\n");
    List<List<String>> commands = documented();
    assertThat(commands).hasSizeGreaterThan(15);
    CommandRun init = CommandRun.of(commands.get(0).toArray(String[]::new));
    assertThat(init.exit()).as(init.everything()).isZero();
    assertThat(commands.get(1)).startsWith("issuer", "--config");
    try (RunningIssuer own = RunningIssuer.in(mine.resolve("calendar"))) {
      for (List<String> command : commands.subList(2, commands.size())) {
        CommandRun run = own.admin(command.subList(1, command.size()).toArray(String[]::new));
        assertThat(run.exit()).as(command + "\n" + run.everything()).isZero();
        if (command.contains("grant")) {
          for (String device : List.of("Pixel", "iPhone", "Mac")) {
            Path anna = mine.resolve("calendar/anna.token");
            assertThat(own.mint(anna, device).path("code").asInt()).isZero();
          }
        }
      }
      assertThat(own.end()).isEqualTo(143);
    }
  }

  @Test
  void sigtermClosesItWholeSoThatItStartsAgain() throws Exception {
    Path folder = mine.resolve("calendar");
    CommandRun.of("issuer", "init", folder.toString());
    try (RunningIssuer first = RunningIssuer.in(folder)) {
      assertThat(String.join("\n", first.said)).contains("listens on http://127.0.0.1:", "Ctrl-C");
      assertThat(first.end()).isEqualTo(143);
    }
    // A clean end leaves no log to be recovered.
    assertThat(folder.resolve("data/issuer.db-wal")).doesNotExist();
    try (RunningIssuer again = RunningIssuer.in(folder)) {
      assertThat(again.admin("users", "list").out()).contains(ANNA);
    }
  }

  @Test
  void initLeavesWhatIsThereAlone() throws IOException {
    Path folder = mine.resolve("calendar");
    CommandRun first = CommandRun.of("issuer", "init", folder.toString());
    assertThat(first.exit()).as(first.everything()).isZero();
    String before = Files.readString(folder.resolve("admin.token"));
    assertThat(before.strip()).hasSize(43);
    assertThat(first.everything()).doesNotContain(before.strip());
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("admin.token"))))
        .isEqualTo("rw-------");
    CommandRun second = CommandRun.of("issuer", "init", folder.toString());
    assertThat(second.exit()).isEqualTo(ExitCode.INVALID_INPUT.number());
    assertThat(Files.readString(folder.resolve("admin.token"))).isEqualTo(before);
  }

  @Test
  void revokingOneDeviceLeavesTheOther() throws Exception {
    issuer.mint(token, "old phone");
    issuer.mint(token, "new phone");
    CommandRun run =
        issuer.admin("credentials", "revoke", "--user", ANNA, "--device-name", "old phone");
    assertThat(run.out()).contains("Revoked 1 credentials of " + ANNA);
    JsonNode left =
        new ObjectMapper()
            .readTree(
                issuer.admin("credentials", "list", "--user", ANNA, "--live", "--json").out());
    assertThat(left).extracting(one -> one.path("deviceName").asText()).contains("new phone");
    assertThat(left).extracting(one -> one.path("deviceName").asText()).doesNotContain("old phone");
  }

  @Test
  void aNewPasswordIsWrittenToAFileAndShownNowhere() throws Exception {
    issuer.mint(token, "tablet");
    JsonNode list =
        new ObjectMapper()
            .readTree(
                issuer.admin("credentials", "list", "--device-name", "tablet", "--json").out());
    Path out = mine.resolve("password");
    CommandRun run =
        issuer.admin(
            "credentials", "rotate", list.get(0).path("id").asText(), "--out", out.toString());
    assertThat(run.exit()).as(run.everything()).isZero();
    String password = Files.readString(out).strip();
    assertThat(password).hasSize(40);
    assertThat(run.everything() + issuer.log()).doesNotContain(password);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out)))
        .isEqualTo("rw-------");
    CommandRun again = issuer.admin("apps", "rotate", "x", "--out", out.toString());
    assertThat(again.exit()).isEqualTo(ExitCode.INVALID_INPUT.number());
    assertThat(Files.readString(out).strip()).isEqualTo(password);
  }

  @Test
  void nobodyLeavesByAnImportUntilThatIsConfirmed() throws IOException {
    Path csv = mine.resolve("people.csv");
    List<String> lines = new ArrayList<>(List.of("email,name"));
    IntStream.range(0, 20).forEach(i -> lines.add("p" + i + "@example.com,Person"));
    Files.write(csv, lines);
    assertThat(issuer.admin("users", "import", csv.toString()).out()).contains("20 new");
    Files.write(csv, lines.subList(0, 20));
    String[] command = {"users", "import", csv.toString(), "--complete"};
    CommandRun asked = issuer.admin(command);
    assertThat(asked.exit()).isEqualTo(ExitCode.ACTION_REQUIRED.number());
    assertThat(asked.err()).contains("p19@example.com", "--yes");
    assertThat(issuer.admin("users", "list", "--status", "active").out()).contains("p19@");
    assertThat(issuer.admin("users", "import", csv.toString(), "--complete", "--yes").out())
        .contains("1 left");
    assertThat(issuer.admin("users", "list", "--status", "active").out()).doesNotContain("p19@");
    Files.write(csv, lines.subList(0, 3));
    CommandRun refused = issuer.admin("users", "import", csv.toString(), "--complete", "--yes");
    assertThat(refused.exit()).isEqualTo(ExitCode.ACTION_REQUIRED.number());
    assertThat(refused.err()).contains("would leave", "leavers=17");
  }

  @Test
  void everyMistakeInAFileIsShownWithItsLine() throws IOException {
    Path csv = mine.resolve("people.csv");
    Files.writeString(csv, "email,name\nnobody,Nobody\nx@example.com,\n");
    CommandRun run = issuer.admin("users", "import", csv.toString());
    assertThat(run.exit()).isEqualTo(ExitCode.INVALID_INPUT.number());
    assertThat(run.err()).contains("line 2: email", "line 3: name");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "users freeze nobody@example.com        | REFUSED         | nobody has this address",
        "credentials revoke 4711                | REFUSED         | no credential has this id",
        "credentials revoke                     | USAGE           | Name ids",
        "credentials revoke 1 --user a@b --all  | USAGE           | Name ids",
        "credentials revoke --user a@b --all    | ACTION_REQUIRED | --yes",
        "users resign anna@example.com          | ACTION_REQUIRED | --yes",
        "apps revoke cli_calendar_accounts      | ACTION_REQUIRED | --yes",
        "apps revoke none --yes                 | REFUSED         | no such app",
        "apps revoke ../users --yes             | INVALID_INPUT   | is no app id",
        "users list --status gone               | INVALID_INPUT   | must be one of active",
        "users import none.csv                  | INVALID_INPUT   | cannot read none.csv",
        "users                                  | USAGE           | Unknown option",
      })
  void whatDoesNotWorkHasAnExitCodeAndAFix(String command, ExitCode code, String said) {
    CommandRun run = issuer.admin(command.split(" ", -1));
    assertThat(run.exit()).as(run.everything()).isEqualTo(code.number());
    assertThat(run.err()).contains(said);
  }

  @Test
  void anIssuerThatIsNotThereOrNotOursIsTold() throws IOException {
    Path admin = shared.resolve("calendar/admin.token");
    CommandRun absent = list("http://127.0.0.1:1", admin);
    assertThat(absent.exit()).isEqualTo(ExitCode.TRY_LATER.number());
    assertThat(absent.err()).contains("is it running?");
    assertThat(list("http://calendar.example.com", admin).err()).contains("https://");
    Path wrong = mine.resolve("wrong");
    Files.writeString(wrong, "not-the-admin-token-of-this-issuer-1\n");
    CommandRun refused = list(issuer.url.toString(), wrong);
    assertThat(refused.exit()).isEqualTo(ExitCode.REFUSED.number());
    assertThat(refused.err()).contains("no admin token").doesNotContain("not-the-admin");
    CommandRun elsewhere = list(issuer.url + "/elsewhere", admin);
    assertThat(elsewhere.exit()).isEqualTo(ExitCode.REFUSED.number());
    assertThat(elsewhere.err()).contains("no administrator's API");
  }

  @Test
  void aConfigurationThatCannotBeUsedIsNamedWithFieldAndFix() throws IOException {
    Path config = mine.resolve("issuer.yaml");
    Files.writeString(config, "serverAdress: a\n");
    CommandRun run = CommandRun.of("issuer", "--config", config.toString());
    assertThat(run.exit()).isEqualTo(ExitCode.INVALID_INPUT.number());
    assertThat(run.err())
        .contains("issuer.yaml: serverAdress: unknown; known here: adminTokenFile");
    assertThat(CommandRun.of("issuer").exit()).isEqualTo(ExitCode.USAGE.number());
  }

  private static CommandRun list(String url, Path token) {
    return CommandRun.of(
        "issuer", "users", "list", "--url", url, "--admin-token-file", token.toString());
  }

  /** What stands in console blocks, its files in this test's folder. */
  private List<List<String>> documented() throws IOException {
    List<List<String>> commands = new ArrayList<>();
    boolean console = false;
    for (String line : Files.readAllLines(Checkout.root().resolve("src/docs/issuer.md"))) {
      if (line.startsWith("```")) {
        console = line.equals("```console");
      } else if (console) {
        assertThat(line).startsWith("kalends issuer ");
        commands.add(
            List.of(line.split(" ", -1)).stream()
                .skip(1)
                .map(
                    word ->
                        word.matches("(calendar|people)\\b.*")
                            ? mine.resolve(word).toString()
                            : word)
                .toList());
      }
    }
    return commands;
  }
}
