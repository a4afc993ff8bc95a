package io.kalends.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.dd.plist.NSArray;
import com.dd.plist.NSDictionary;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kalends.issuer.Issuer;
import io.kalends.issuer.IssuerConfig;
import io.kalends.issuer.credential.Credential;
import io.kalends.issuer.credential.CredentialQuery;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.User;
import io.kalends.issuer.secret.PepperSource;
import io.kalends.profile.ProfileReader;
import io.kalends.signing.PemCertificates;
import io.kalends.testkit.Canary;
import io.kalends.testkit.LogWatch;
import io.kalends.testkit.SvgCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a newcomer runs it, once, and everything it left behind. */
class DemoTest {

  @TempDir static Path folder;

  private static Path out;
  private static CommandRun run;
  private static String log;

  @BeforeAll
  static void runTheDemoWithEveryLoggerAtTrace() {
    out = folder.resolve("demo");
    try (LogWatch watch = LogWatch.everything()) {
      run = CommandRun.of("demo", "--once", "--out", out.toString());
      log = watch.heard();
    }
  }

  @Test
  void endsWellAndLeavesWhatItSaid() throws IOException {
    assertThat(run.exit()).as(run.everything()).isZero();
    assertThat(run.out()).contains("Alice's iPhone", "Alice's MacBook Air", "Bob's Pixel");
    assertThat(run.out()).contains("exposure.allow: clear-in-profile", "What to do next");
    assertThat(PemCertificates.read(out.resolve("ca.pem"))).hasSize(1);
    assertThat(left("profile.mobileconfig")).hasSize(2);
    assertThat(left("davx5.json")).hasSize(1);
    assertThat(left("davx5.svg")).hasSize(1);
  }

  @Test
  void onlyTheOwnerCanReadTheFiles() throws IOException {
    for (String name : List.of("profile.mobileconfig", "davx5.json", "davx5.svg")) {
      for (Path file : left(name)) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void everyDeviceHoldsTheUserNamePasswordAndHostTheIssuerGave() throws IOException {
    try (Issuer issuer = issuerAgain()) {
      List<Credential> minted = issuer.credentials().page(CredentialQuery.all());
      assertThat(minted).hasSize(3);
      List<Credential> used = new ArrayList<>();
      for (Login login : logins(out)) {
        assertThat(login.host()).isEqualTo("calendar.example.org");
        used.add(issuer.authenticate(login.userName(), login.password()).orElseThrow());
        assertThat(issuer.authenticate(login.userName(), login.password() + "x")).isEmpty();
      }
      assertThat(used).doesNotHaveDuplicates().hasSize(3);
    }
  }

  @Test
  void verifiesUntilASingleByteChanges() throws IOException {
    String ca = out.resolve("ca.pem").toString();
    for (Path profile : left("profile.mobileconfig")) {
      assertThat(CommandRun.of("profile", "verify", profile.toString(), "--ca", ca).exit())
          .isZero();
      byte[] bytes = Files.readAllBytes(profile);
      for (int i = 0; i < bytes.length; i += 97) {
        byte[] changed = bytes.clone();
        changed[i] ^= 0x20;
        Path copy = Files.write(folder.resolve("changed.mobileconfig"), changed);
        assertThat(CommandRun.of("profile", "verify", copy.toString(), "--ca", ca).exit())
            .as("byte " + i)
            .isEqualTo(ExitCode.CHECK_FAILED.number());
      }
    }
  }

  @Test
  void noPasswordTokenOrPepperIsAnywhereButWhereItBelongs() throws IOException {
    List<Canary> passwords = new ArrayList<>();
    for (Login login : logins(out)) {
      passwords.add(Canary.of("password of " + login.userName(), login.password()));
    }
    List<Canary> tokens = new ArrayList<>();
    for (String line : Files.readAllLines(out.resolve(".issuer/tokens"))) {
      tokens.add(Canary.of("token", line.substring(line.indexOf(' ') + 1)));
    }
    Canary pepper =
        Canary.of("pepper", Files.readString(out.resolve(".issuer/pepper"), UTF_8).strip());
    assertThat(passwords).hasSize(3);
    assertThat(tokens).hasSize(2);
    assertThat(log).as("the log was listened to").hasSizeGreaterThan(1_000);

    List<String> sightings = new ArrayList<>();
    for (Canary canary :
        Stream.of(passwords, tokens, List.of(pepper)).flatMap(List::stream).toList()) {
      sightings.addAll(canary.sightings("standard output", run.out()));
      sightings.addAll(canary.sightings("standard error", run.err()));
      sightings.addAll(canary.sightings("the log", log));
      for (Path svg : left("davx5.svg")) {
        sightings.addAll(
            canary.sightings("the decoded QR code", SvgCode.read(Files.readString(svg))));
      }
      sightings.addAll(canary.sightingsBelow(out));
    }
    assertThat(sightings)
        .allMatch(
            sighting ->
                sighting.matches("password of .* found in .*/(profile.mobileconfig|davx5.json) .*")
                    || sighting.matches("token found in .issuer/tokens .*")
                    || sighting.matches("pepper found in .issuer/pepper .*"));
    assertThat(sightings).as("the search finds what is there").hasSizeGreaterThanOrEqualTo(6);
  }

  @Test
  void theCodeOpensDavx5WithServerAndUserNameOnly() throws IOException {
    assertThat(SvgCode.read(Files.readString(left("davx5.svg").get(0))))
        .matches("davx5://u_[a-z0-9]{8}@calendar\\.example\\.org/?");
  }

  @Test
  void saysOnceWhoDoesTheKeyOperations() {
    assertThat(log).containsOnlyOnce("key operations by");
    boolean hasNatives =
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64");
    assertThat(log.contains("key operations by AmazonCorrettoCryptoProvider"))
        .isEqualTo(hasNatives);
  }

  @Test
  void aSecondDemoInTheSameFolderLeavesTheFirstAlone() throws IOException {
    byte[] tokens = Files.readAllBytes(out.resolve(".issuer/tokens"));
    try (Issuer running = issuerAgain()) {
      CommandRun second = CommandRun.of("demo", "--once", "--out", out.toString());
      assertThat(second.exit()).isEqualTo(ExitCode.INVALID_INPUT.number());
      assertThat(second.err()).contains("issuer.db");
      assertThat(running.credentials().page(CredentialQuery.all())).hasSize(3);
    }
    assertThat(out.resolve(".issuer/tokens")).hasBinaryContent(tokens);
  }

  @Test
  void tellsAScriptTheSameInJson() throws IOException {
    CommandRun json =
        CommandRun.of("demo", "--once", "--json", "--out", folder.resolve("json").toString());
    assertThat(json.exit()).as(json.everything()).isZero();
    JsonNode read = new ObjectMapper().readTree(json.out());
    assertThat(read.path("good").asBoolean()).isTrue();
    assertThat(read.path("deliveries")).hasSize(3);
    for (Login login : logins(folder.resolve("json"))) {
      assertThat(Canary.of("password", login.password()).sightings("JSON", json.out())).isEmpty();
    }
  }

  /** What a device would log in with. */
  private record Login(String host, String userName, String password) {

    @Override
    public String toString() {
      return userName + " at " + host;
    }
  }

  private static List<Login> logins(Path out) throws IOException {
    List<Login> logins = new ArrayList<>();
    for (Path profile : left(out, "profile.mobileconfig")) {
      byte[] content =
          ProfileFile.read(profile, List.of(), Clock.systemUTC()).content().orElseThrow();
      NSArray payloads = (NSArray) ProfileReader.read(content).objectForKey("PayloadContent");
      NSDictionary account = (NSDictionary) payloads.objectAtIndex(0);
      logins.add(
          new Login(
              account.objectForKey("CalDAVHostName").toString(),
              account.objectForKey("CalDAVUsername").toString(),
              account.objectForKey("CalDAVPassword").toString()));
    }
    for (Path file : left(out, "davx5.json")) {
      JsonNode json = new ObjectMapper().readTree(file.toFile());
      logins.add(
          new Login(
              json.path("login_base_url").asText().replaceAll("https://([^/]*)/", "$1"),
              json.path("login_user_name").asText(),
              json.path("login_password").asText()));
    }
    return logins;
  }

  private static Issuer issuerAgain() throws IOException {
    List<User> users = new ArrayList<>();
    for (String line : Files.readAllLines(out.resolve(".issuer/tokens"))) {
      String[] parts = line.split(" ");
      users.add(User.of(parts[0], parts[0], parts[1]));
    }
    return Issuer.start(
        IssuerConfig.of(
            "calendar.example.org",
            out.resolve(".issuer/issuer.db"),
            PepperSource.file(out.resolve(".issuer/pepper")),
            Directory.of(users)),
        Clock.systemUTC(),
        new SecureRandom());
  }

  private static List<Path> left(String name) throws IOException {
    return left(out, name);
  }

  private static List<Path> left(Path out, String name) throws IOException {
    try (Stream<Path> files = Files.walk(out)) {
      return files.filter(file -> file.endsWith(name)).sorted().toList();
    }
  }
}
