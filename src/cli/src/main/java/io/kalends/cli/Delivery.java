package io.kalends.cli;

import com.dd.plist.NSArray;
import com.dd.plist.NSDictionary;
import com.dd.plist.NSObject;
import io.kalends.davx5.Davx5Json;
import io.kalends.davx5.Davx5Plan;
import io.kalends.davx5.Davx5Settings;
import io.kalends.davx5.Davx5Validator;
import io.kalends.delivery.ManagedConfiguration;
import io.kalends.finding.Finding;
import io.kalends.ledger.Entry;
import io.kalends.profile.ProfileReader;
import io.kalends.secret.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a provider left in its folder, read back from the disk as a device would read it. Nothing
 * here comes from what was sent.
 *
 * @param entry what was provisioned
 * @param file the profile or the managed configuration
 * @param host the server the device will connect to
 * @param userName the login name the device will use
 * @param password the password the device will use
 * @param findings everything that is wrong with it
 */
record Delivery(
    Entry entry, Path file, String host, String userName, Secret password, List<Finding> findings) {

  static Delivery readBack(Entry entry, Path out, List<X509Certificate> anchors, Clock clock) {
    Path folder = out.resolve(entry.reference().orElseThrow().value());
    return entry.device().platform().readsProfiles()
        ? profile(entry, folder.resolve("profile.mobileconfig"), anchors, clock)
        : davx5(entry, folder.resolve("davx5.json"));
  }

  boolean good() {
    return !Finding.anyError(findings);
  }

  Map<String, Object> asJson() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("enrollment", entry.key().enrollment().value());
    values.put("device", entry.device().name().orElse(""));
    values.put("platform", entry.device().platform().name());
    values.put("owner", entry.target().orElseThrow().owner().address());
    values.put("label", entry.label().orElseThrow().value());
    values.put("host", host);
    values.put("userName", userName);
    values.put("form", entry.target().orElseThrow().form().name());
    values.put("exposure", entry.target().orElseThrow().exposure().settingName());
    values.put("state", entry.state().name());
    values.put("proof", entry.proof().name());
    values.put("file", file.toString());
    values.put("good", good());
    values.put("findings", Findings.asJson(findings));
    return values;
  }

  private static Delivery profile(
      Entry entry, Path file, List<X509Certificate> anchors, Clock clock) {
    ProfileFile read = ProfileFile.read(file, anchors, clock);
    NSDictionary account = account(ProfileReader.read(read.content().orElseThrow()));
    return new Delivery(
        entry,
        file,
        text(account, "CalDAVHostName"),
        text(account, "CalDAVUsername"),
        Secret.of(text(account, "CalDAVPassword")),
        read.findings());
  }

  private static Delivery davx5(Entry entry, Path file) {
    byte[] json = ProfileFile.bytes(file);
    ManagedConfiguration read = Davx5Json.read(json, Davx5Settings.MANAGED_PACKAGE);
    return new Delivery(
        entry,
        file,
        URI.create(text(read, "login_base_url")).getHost(),
        text(read, "login_user_name"),
        Secret.of(text(read, "login_password")),
        Davx5Validator.check(read, Davx5Plan.foreignPassword()));
  }

  private static NSDictionary account(NSDictionary profile) {
    NSObject[] payloads = ((NSArray) profile.objectForKey("PayloadContent")).getArray();
    for (NSObject payload : payloads) {
      if (payload instanceof NSDictionary dictionary
          && text(dictionary, "PayloadType").equals("com.apple.caldav.account")) {
        return dictionary;
      }
    }
    throw new IllegalStateException("a profile without a CalDAV account was delivered");
  }

  private static String text(NSDictionary dictionary, String key) {
    return String.valueOf(dictionary.objectForKey(key));
  }

  private static String text(ManagedConfiguration configuration, String key) {
    return String.valueOf(configuration.values().get(key));
  }
}
