package io.kalends.profile;

import com.dd.plist.NSArray;
import com.dd.plist.NSDictionary;
import com.dd.plist.NSObject;
import io.kalends.finding.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Holds one profile against Apple's table: the top level, then payload by payload. Used once. */
final class ProfileCheck {

  private final Found found = new Found();
  private final BiFunction<String, String, Finding> unknown;

  /**
   * A check.
   *
   * @param unknown how a key or payload type outside the table is found
   */
  ProfileCheck(BiFunction<String, String, Finding> unknown) {
    this.unknown = unknown;
  }

  List<Finding> of(NSDictionary profile) {
    found.against(KeyRule.topLevel(), profile, "", unknown);
    topLevel(profile);
    boolean encrypted = Found.flag(profile, "IsEncrypted").orElse(false);
    List<NSDictionary> payloads = payloads(profile, encrypted);
    for (int i = 0; i < payloads.size(); i++) {
      payload(payloads.get(i), path(i));
    }
    new IdentityCheck(found).of(profile, payloads);
    new CalDavCheck(found).of(payloads);
    return found.all();
  }

  static String path(int index) {
    return "PayloadContent[" + index + "].";
  }

  private void topLevel(NSDictionary profile) {
    Found.text(profile, "PayloadType")
        .filter(type -> !type.equals("Configuration"))
        .ifPresent(type -> found.error("PayloadType", "must be Configuration at the top level"));
    version(profile, "");
    Found.text(profile, "PayloadScope")
        .filter(scope -> !scope.equals("User") && !scope.equals("System"))
        .ifPresent(scope -> found.error("PayloadScope", "must be User or System"));
    Found.integer(profile, "TargetDeviceType").stream()
        .filter(type -> type < 0 || type > 6)
        .forEach(type -> found.error("TargetDeviceType", type + " is outside 0 to 6"));
    if (profile.containsKey("ConsentText")) {
      found.warning(
          "ConsentText", "always shows a dialog; leave it out of a profile that an MDM pushes");
    }
    if (Found.flag(profile, "PayloadRemovalDisallowed").orElse(false)) {
      found.warning(
          "PayloadRemovalDisallowed",
          "is refused in User Enrollment and on iPhones without supervision; users cannot remove"
              + " what an MDM installed anyway, so leave it out");
    }
  }

  private List<NSDictionary> payloads(NSDictionary profile, boolean encrypted) {
    String needed = encrypted ? "EncryptedPayloadContent" : "PayloadContent";
    if (!profile.containsKey(needed)) {
      found.error(needed, "is missing; devices refuse the profile without it");
    }
    List<NSDictionary> payloads = new ArrayList<>();
    if (profile.objectForKey("PayloadContent") instanceof NSArray array) {
      if (array.count() == 0) {
        found.error("PayloadContent", "is empty; a profile needs at least one payload");
      }
      for (NSObject element : array.getArray()) {
        if (element instanceof NSDictionary payload) {
          payloads.add(payload);
        } else {
          found.error("PayloadContent", "holds something that is no dictionary");
        }
      }
    }
    return payloads;
  }

  private void payload(NSDictionary payload, String path) {
    String type = Found.text(payload, "PayloadType").orElse("");
    Map<String, KeyRule> rules = KeyRule.payload(type).orElse(Map.of());
    if (!rules.isEmpty()) {
      found.against(rules, payload, path, unknown);
    } else {
      if (!type.isBlank()) {
        found.add(
            unknown.apply(
                path + "PayloadType",
                Shown.quoted(type)
                    + " is not in this table, so only its common keys are checked; known: "
                    + KeyRule.knownTypes()));
      }
      found.commonKeys(payload, path);
    }
    version(payload, path);
  }

  private void version(NSDictionary dictionary, String path) {
    Found.integer(dictionary, "PayloadVersion").stream()
        .filter(version -> version != 1)
        .forEach(version -> found.error(path + "PayloadVersion", version + " must be 1"));
  }
}
