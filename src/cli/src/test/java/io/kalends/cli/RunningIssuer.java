package io.kalends.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code kalends issuer --config} as a process of its own, on a free port. */
final class RunningIssuer implements AutoCloseable {

  private static final String GENERATE = "/open-apis/calendar/v4/settings/generate_caldav_conf";

  final URI url;
  final Path folder;
  final List<String> said = new ArrayList<>();

  private final Process process;

  private RunningIssuer(Path folder, int port, Process process) {
    this.folder = folder;
    this.url = URI.create("http://127.0.0.1:" + port);
    this.process = process;
  }

  /** Starts what {@code issuer init} wrote into a folder. */
  static RunningIssuer in(Path folder) throws IOException {
    Path config = folder.resolve("issuer.yaml");
    int port = freePort();
    Files.writeString(
        config,
        Files.readString(config)
            .replaceFirst("port: \\d+", "port: " + port)
            .replace("#: administratorGrants", "administratorGrants"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.kalends.cli.Main",
                "issuer",
                "--config",
                config.toString())
            .redirectError(folder.resolve("log").toFile())
            .start();
    RunningIssuer issuer = new RunningIssuer(folder, port, process);
    issuer.listen();
    return issuer;
  }

  String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  /** Mints with the token that {@code issuer users grant} wrote. */
  JsonNode mint(Path tokenFile, String deviceName) throws IOException, InterruptedException {
    String token = Files.readString(tokenFile).strip().split(" ", -1)[1];
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve(GENERATE))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(BodyPublishers.ofString("{\"device_name\": \"" + deviceName + "\"}"))
            .build();
    String body = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    return new ObjectMapper().readTree(body);
  }

  CommandRun admin(String... command) {
    List<String> all = new ArrayList<>(List.of("issuer"));
    all.addAll(List.of(command));
    all.addAll(
        List.of(
            "--url",
            url.toString(),
            "--admin-token-file",
            folder.resolve("admin.token").toString()));
    return CommandRun.of(all.toArray(String[]::new));
  }

  /** SIGTERM; the exit code. */
  int end() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void listen() throws IOException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      said.add(line);
      if (line.startsWith("Next: ")) {
        return;
      }
    }
    throw new IllegalStateException("it did not start: " + said + log());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
