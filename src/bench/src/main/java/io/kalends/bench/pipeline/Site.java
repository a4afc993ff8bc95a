package io.kalends.bench.pipeline;

import io.kalends.enrollment.Device;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import io.kalends.secret.Secret;
import io.kalends.signing.KeyType;
import io.kalends.signing.SigningAuthority;
import io.kalends.signing.SigningIdentity;
import io.kalends.store.sealing.MasterKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A folder with all the files a company needs: keys, secrets, people, configurations. */
final class Site {

  static final String TENANT = "bench";

  /** Short, because Linux cuts the names of threads it stands in. */
  static final String INSTANCE = "b";

  static final String SHARED = "fake-shared-secret-of-the-benchmark-0123456789";

  private static final String ADMIN = "fake-admin-token-of-the-benchmark-0123456789";
  private static final String SIGNING = "fake-password-of-a-signing-key";
  private static final String HOST = "127.0.0.1";
  private static final int DEVICES_PER_OWNER = 2;

  private final Path folder;
  private final int issuerPort = ServerProcess.freePort();

  private Site(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes everything but the services' configurations.
   *
   * @param folder made
   * @param devices two to a person of the issuer's directory
   * @param limited whether the issuer keeps the contract's limits; otherwise it has none
   */
  static Site prepare(Path folder, int devices, boolean limited) throws IOException {
    Files.createDirectories(folder);
    Site site = new Site(folder);
    MasterKeys.createFile(folder.resolve("master.keys"), Clock.systemUTC(), new SecureRandom());
    identity().writePkcs12(folder.resolve("signing.p12"), Secret.of(SIGNING));
    write(folder.resolve("signing.password"), SIGNING);
    write(folder.resolve("shared.secret"), SHARED);
    write(folder.resolve("admin.token"), ADMIN);
    int owners = devices / DEVICES_PER_OWNER + 1;
    StringBuilder tokens = new StringBuilder();
    StringBuilder people = new StringBuilder("users:\n");
    for (int i = 0; i < owners; i++) {
      String token = token(i);
      tokens.append(owner(i)).append(' ').append(token).append('\n');
      people.append("  - {email: %s, name: Owner %d, token: %s}%n".formatted(owner(i), i, token));
    }
    write(folder.resolve("tokens"), tokens.toString());
    write(folder.resolve("people.yaml"), people.toString());
    write(site.issuerConfig(), site.issuer(limited));
    return site;
  }

  /** An RSA-2048 key with a certificate of an authority of its own. */
  static SigningIdentity identity() {
    return SigningAuthority.create(
            "Bench CA", KeyType.RSA_2048, Duration.ofDays(9), Clock.systemUTC(), new SecureRandom())
        .issue("Bench", KeyType.RSA_2048, Duration.ofDays(2));
  }

  /** Devices that enroll, each with a number that says whose it is. */
  static List<Device> devices(String prefix, int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(
            number ->
                Device.enrolled(new EnrollmentId(prefix + "-" + number), Platform.IOS)
                    .name("iPhone " + number)
                    .model("iPhone 15")
                    .osVersion("18.1")
                    .serialNumber("FAKE" + number)
                    .ownerHint(owner(number / DEVICES_PER_OWNER))
                    .build())
        .toList();
  }

  static void write(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  Path folder() {
    return folder;
  }

  Path issuerConfig() {
    return folder.resolve("issuer.yaml");
  }

  int issuerPort() {
    return issuerPort;
  }

  URI issuerUrl() {
    return URI.create("http://" + HOST + ":" + issuerPort);
  }

  static URI webhook(int port) {
    return URI.create("http://" + HOST + ":" + port + "/webhooks/" + INSTANCE);
  }

  /** Writes the configuration of one service. */
  Path service(int port, LedgerStore store, URI callback, boolean paced) throws IOException {
    Path file = folder.resolve("kalends-" + port + ".yaml");
    String pace = paced ? "{perSecond: 50, perMinute: 1000}" : "{perSecond: 0, perMinute: 0}";
    write(
        file,
        String.format(
            Locale.ROOT,
            """
            tenant: %s
            listen: {host: %s, port: %d}
            database: %s
            masterKeys: {file: master.keys}
            signing: {key: signing.p12, passwordFile: signing.password}
            exposure: [clear-in-profile]
            sources:
              - name: calendar
                type: issuer
                tokenFile: tokens
                pace: %s
                settings: {openApi: '%s'}
                secrets: {adminToken: admin.token}
            instances:
              - name: %s
                type: generic
                source: calendar
                provision: all
                settings: {output: callback, url: '%s'}
                secrets: {secret: shared.secret}
            """,
            TENANT,
            HOST,
            port,
            store.section(folder),
            pace,
            issuerUrl(),
            INSTANCE,
            callback));
    return file;
  }

  private String issuer(boolean limited) {
    return String.format(
        Locale.ROOT,
        """
        listen: {host: %s, port: %d}
        serverAddress: caldav.example.com
        database: {file: issuer.db}
        pepperFile: issuer.pepper
        adminTokenFile: admin.token
        usersFile: people.yaml
        %s
        """,
        HOST,
        issuerPort,
        limited ? "" : "limits: {perSecond: 0, perMinute: 0}");
  }

  /** A person's token. */
  static String token(int owner) {
    return "u-fake-token-of-the-benchmark-" + owner;
  }

  private static String owner(int number) {
    return "owner" + number + "@example.com";
  }
}
