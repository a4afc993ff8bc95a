package io.kalends.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.kalends.testkit.program.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first command as a process, and OpenSSL's word on what it leaves. */
class DemoIT {

  @TempDir static Path folder;

  private static Path out;

  @BeforeAll
  static void runTheDemo() {
    out = folder.resolve("X");
    Program.run(
            Program.root(), List.of("src/bin/kalends", "demo", "--once", "--out", out.toString()))
        .succeeded();
  }

  @Test
  void opensslVerifiesBothProfilesAgainstTheDemosCa() throws IOException {
    List<Path> profiles = profiles();
    assertThat(profiles).hasSize(2);
    for (Path profile : profiles) {
      Program.Result result = verify(profile).succeeded();
      assertThat(result.out()).contains("calendar.example.org", "CalDAVPassword");
    }
  }

  @Test
  void opensslAndKalendsBothRefuseAChangedByte() throws IOException {
    Path profile = profiles().get(0);
    byte[] bytes = Files.readAllBytes(profile);
    bytes[bytes.length / 2] ^= 1;
    Path changed = Files.write(folder.resolve("changed.mobileconfig"), bytes);
    assertThat(verify(changed).exit()).isNotZero();
    Program.Result ours =
        Program.run(
            Program.root(),
            List.of(
                "src/bin/kalends",
                "profile",
                "verify",
                changed.toString(),
                "--ca",
                out.resolve("ca.pem").toString()));
    assertThat(ours.exit()).isEqualTo(4);
  }

  @Test
  void opensslFindsNoIndefiniteLength() throws IOException {
    for (Path profile : profiles()) {
      Program.Result parsed =
          Program.run(
                  folder,
                  List.of("openssl", "asn1parse", "-inform", "DER", "-in", profile.toString()))
              .succeeded();
      assertThat(parsed.out()).contains("pkcs7-signedData").doesNotContain("inf ");
    }
  }

  /** The two commands that the running demo prints, run as printed. */
  @Test
  void oneMoreCredentialIsMintedByHandWhileTheDemoRuns() throws Exception {
    Path running = folder.resolve("running");
    Process demo =
        new ProcessBuilder("src/bin/kalends", "demo", "--out", running.toString())
            .directory(Program.root().toFile())
            .start();
    try (BufferedReader out = demo.inputReader(StandardCharsets.UTF_8)) {
      List<String> printed = new ArrayList<>();
      while (printed.isEmpty() || !printed.get(printed.size() - 1).contains(" mint --open-api ")) {
        String line = out.readLine();
        assertThat(line).as("printed before it ended: " + printed).isNotNull();
        printed.add(line.strip());
      }
      for (String command : printed.subList(printed.size() - 2, printed.size())) {
        Program.run(Program.root(), List.of(command.split(" "))).succeeded();
      }
    } finally {
      demo.destroy();
    }
    assertThat(profilesBelow(running)).hasSize(3);
  }

  @Test
  void startsAtOnceWhenItIsBuilt() {
    Program.Result help =
        Program.run(Program.root(), List.of("src/bin/kalends", "--help")).succeeded();
    assertThat(help.out()).contains("demo", "mint", "Exit codes");
    assertThat(help.err()).doesNotContain("building");
  }

  private static Program.Result verify(Path profile) {
    return Program.run(
        folder,
        List.of(
            "openssl",
            "cms",
            "-verify",
            "-inform",
            "DER",
            "-in",
            profile.toString(),
            "-CAfile",
            out.resolve("ca.pem").toString(),
            "-purpose",
            "any"));
  }

  private static List<Path> profiles() throws IOException {
    return profilesBelow(out);
  }

  private static List<Path> profilesBelow(Path out) throws IOException {
    try (Stream<Path> files = Files.walk(out)) {
      return files.filter(f -> f.endsWith("profile.mobileconfig")).sorted().toList();
    }
  }
}
