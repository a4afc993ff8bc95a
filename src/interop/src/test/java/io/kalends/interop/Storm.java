package io.kalends.interop;

import io.kalends.enrollment.Device;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import io.kalends.issuer.admin.AdminTokens;
import io.kalends.issuer.contract.Limits;
import io.kalends.issuer.credential.Credential;
import io.kalends.issuer.credential.CredentialQuery;
import io.kalends.issuer.sandbox.Fault;
import io.kalends.issuer.sandbox.FaultPlan;
import io.kalends.secret.Secret;
import io.kalends.signing.KeyType;
import io.kalends.signing.SigningAuthority;
import io.kalends.store.sealing.MasterKeys;
import io.kalends.testkit.SandboxIssuer;
import io.kalends.testkit.mdm.CallbackMdm;
import io.kalends.testkit.mdm.HeldProfiles.Account;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Many devices enroll at once at one or several services that are killed at random, with an issuer
 * and an MDM that misbehave. What the issuer and the devices really hold can be asked afterwards.
 */
final class Storm implements AutoCloseable {

  static final String TENANT = "acme";
  static final String INSTANCE = "storm";

  private static final String SHARED = "fake-shared-secret-of-the-storm-0123456789";
  private static final String ADMIN = "fake-admin-token-of-the-storm-0123456789";
  private static final String SIGNING = "fake-password-of-a-signing-key";
  private static final int DEVICES_PER_OWNER = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  private final Path folder;
  private final Random random;
  private final SandboxIssuer issuer;
  private final CallbackMdm mdm;
  private final List<Device> devices;
  private final List<ServiceNode> nodes = new ArrayList<>();

  Storm(Path folder, int count, long seed) {
    System.out.println("storm of " + count + " devices, seed " + seed);
    this.folder = folder;
    this.random = new Random(seed);
    String[] owners =
        IntStream.range(0, count / DEVICES_PER_OWNER).mapToObj(Storm::owner).toArray(String[]::new);
    this.issuer =
        SandboxIssuer.start(
            FaultPlan.atRate(0.05, seed)
                .delaying(Duration.ofMillis(1500))
                .dripping(Duration.ofMillis(5))
                // What passes by itself: a refusal for good would wait for a person.
                .only(
                    Fault.ORPHAN,
                    Fault.RESET_AFTER_MINT,
                    Fault.RESET_BEFORE,
                    Fault.CUT_BODY,
                    Fault.TRUNCATED_JSON,
                    Fault.HTML_FROM_PROXY_502),
            config ->
                config
                    .limitedTo(new Limits(1_000_000, 1_000_000))
                    .administeredBy(AdminTokens.none().with("storm", ADMIN)),
            owners);
    this.mdm = CallbackMdm.start(SHARED, CallbackMdm.Manner.HURTING, seed);
    this.devices = IntStream.range(0, count).mapToObj(Storm::device).toList();
    prepare(owners);
  }

  /**
   * Starts services over one database.
   *
   * @param database the section of the configuration
   * @param source {@code issuer}, which can revoke, or {@code feishu}, which cannot
   */
  Storm served(String database, String source, int services) {
    for (int i = 0; i < services; i++) {
      int port = Daemon.freePort();
      Path config = folder.resolve("kalends-" + i + ".yaml");
      write(config, config(database, source, port));
      nodes.add(new ServiceNode(folder, config, port).listening());
    }
    mdm.telling(webhook(nodes.get(0)));
    return this;
  }

  /** Every device enrolls; meanwhile services are killed so many times, and once something else. */
  void enrollAll(int kills, Runnable once) {
    devices.forEach(mdm::enroll);
    for (int i = 0; i < kills; i++) {
      pause(Duration.ofMillis(500 + random.nextInt(2500)));
      ServiceNode victim = nodes.get(random.nextInt(nodes.size()));
      victim.kill();
      mdm.telling(webhook(nodes.get(random.nextInt(nodes.size()))));
      if (i == kills / 2) {
        once.run();
      }
      victim.restart();
      victim.listening();
    }
    mdm.telling(webhook(nodes.get(0)));
    await("every device to hold one account that logs in", this::everybodyIsServed);
  }

  /** One in ten leaves its MDM. */
  void someLeave() {
    devices.stream().filter(this::leaves).forEach(mdm::unenroll);
    await("the service to hear of it", () -> mdm.untold() == 0);
  }

  void await(String what, BooleanSupplier fact) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!fact.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain for " + what + "\n" + lastWords());
      }
      pause(Duration.ofMillis(200));
    }
  }

  /** Labels of the credentials that log in, out of the issuer's own table. */
  List<String> activeLabels() {
    List<String> labels = new ArrayList<>();
    long after = 0;
    List<Credential> page;
    do {
      page =
          issuer
              .issuer()
              .credentials()
              .page(new CredentialQuery("", "", true, after, CredentialQuery.MAX_LIMIT));
      page.forEach(credential -> labels.add(credential.deviceName()));
      after = page.isEmpty() ? after : page.get(page.size() - 1).id();
    } while (page.size() == CredentialQuery.MAX_LIMIT);
    return labels;
  }

  /** Labels of the accounts the devices hold, as the issuer knows them by logging in with them. */
  List<String> heldLabels() {
    return devices.stream()
        .flatMap(device -> accounts(device).stream())
        .map(a -> issuer.issuer().authenticate(a.userName(), a.password()))
        .map(credential -> credential.orElseThrow().deviceName())
        .collect(Collectors.toList());
  }

  List<Account> accounts(Device device) {
    return mdm.held().get(device.id().value()).accounts();
  }

  List<Device> staying() {
    return devices.stream().filter(device -> !leaves(device)).toList();
  }

  List<ServiceNode> nodes() {
    return nodes;
  }

  /** Everything that must be nowhere in clear. */
  List<String> secrets() {
    List<String> secrets = new ArrayList<>(List.of(SHARED, ADMIN, SIGNING));
    devices.forEach(device -> accounts(device).forEach(a -> secrets.add(a.password())));
    return secrets;
  }

  @Override
  public void close() {
    nodes.forEach(ServiceNode::close);
    mdm.close();
    issuer.close();
  }

  private boolean everybodyIsServed() {
    return mdm.untold() == 0
        && devices.stream()
            .allMatch(
                device ->
                    accounts(device).size() == 1
                        && issuer
                            .issuer()
                            .authenticate(
                                accounts(device).get(0).userName(),
                                accounts(device).get(0).password())
                            .isPresent());
  }

  private boolean leaves(Device device) {
    return devices.indexOf(device) % 10 == 0;
  }

  private String lastWords() {
    String log = nodes.get(0).output();
    return log.substring(Math.max(0, log.length() - 6000));
  }

  private void prepare(String[] owners) {
    Clock clock = Clock.systemUTC();
    SecureRandom secure = new SecureRandom();
    MasterKeys.createFile(folder.resolve("master.keys"), clock, secure);
    SigningAuthority authority =
        SigningAuthority.create("Storm CA", KeyType.RSA_2048, Duration.ofDays(9), clock, secure);
    authority
        .issue("Storm", KeyType.RSA_2048, Duration.ofDays(2))
        .writePkcs12(folder.resolve("signing.p12"), Secret.of(SIGNING));
    write(folder.resolve("signing.password"), SIGNING);
    write(folder.resolve("shared.secret"), SHARED);
    write(folder.resolve("admin.token"), ADMIN);
    StringBuilder tokens = new StringBuilder();
    for (String owner : owners) {
      tokens.append(owner).append(' ').append(issuer.token(owner)).append('\n');
    }
    write(folder.resolve("tokens"), tokens.toString());
  }

  private String config(String database, String source, int port) {
    boolean revocable = source.equals("issuer");
    return String.format(
        Locale.ROOT,
        """
        tenant: %s
        listen: {host: 127.0.0.1, port: %d}
        database: %s
        masterKeys: {file: master.keys}
        signing: {key: signing.p12, passwordFile: signing.password}
        exposure: [clear-in-profile]
        worker: {lease: PT20S}
        sources:
          - name: calendar
            type: %s
            tokenFile: tokens
            pace: {perSecond: 0, perMinute: 0}
            settings: {openApi: '%s'%s, responseTimeout: PT5S}
            %s
        instances:
          - name: %s
            type: generic
            source: calendar
            provision: all
            settings: {output: callback, url: '%s'}
            secrets: {secret: shared.secret}
        """,
        TENANT,
        port,
        database,
        source,
        issuer.baseUrl(),
        revocable ? "" : ", probe: 'off'",
        revocable ? "secrets: {adminToken: admin.token}" : "",
        INSTANCE,
        mdm.callbackUrl());
  }

  private static URI webhook(ServiceNode node) {
    return URI.create("http://127.0.0.1:" + node.port() + "/webhooks/" + INSTANCE);
  }

  private static String owner(int number) {
    return "owner" + number + "@example.com";
  }

  private static Device device(int number) {
    return Device.enrolled(new EnrollmentId("STORM-" + number), Platform.IOS)
        .name("iPhone " + number)
        .ownerHint(owner(number / DEVICES_PER_OWNER))
        .build();
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void pause(Duration wait) {
    LockSupport.parkNanos(wait.toNanos());
  }
}
