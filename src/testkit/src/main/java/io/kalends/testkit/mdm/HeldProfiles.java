package io.kalends.testkit.mdm;

import com.dd.plist.NSArray;
import com.dd.plist.NSDictionary;
import com.dd.plist.NSObject;
import com.fasterxml.jackson.databind.JsonNode;
import io.kalends.profile.ProfileReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;

/** What one fake device holds: profiles by their identifier, as a device keeps them. */
public final class HeldProfiles {

  private static final String ANDROID = "managed configuration";

  private final Map<String, Account> byIdentifier = new LinkedHashMap<>();
  private final Set<String> attempts = new HashSet<>();

  /**
   * A login.
   *
   * @param userName as in the profile
   * @param password as in the profile
   */
  public record Account(String userName, String password) {

    @Override
    public String toString() {
      return "Account";
    }
  }

  HeldProfiles() {}

  /**
   * The accounts on the device.
   *
   * @return one for each profile with another identifier
   */
  public synchronized List<Account> accounts() {
    return List.copyOf(byIdentifier.values());
  }

  synchronized boolean isNew(String attempt) {
    return attempts.add(attempt);
  }

  synchronized void install(JsonNode call) {
    JsonNode content = call.required("content");
    if (content.isTextual()) {
      NSDictionary profile = profile(Base64.getDecoder().decode(content.asText()));
      byIdentifier.put(text(profile, "PayloadIdentifier"), account(profile));
    } else {
      byIdentifier.put(
          ANDROID,
          new Account(
              content.required("login_user_name").asText(),
              content.required("login_password").asText()));
    }
  }

  synchronized void remove() {
    byIdentifier.clear();
  }

  synchronized void wipe() {
    byIdentifier.clear();
  }

  private static NSDictionary profile(byte[] signed) {
    try {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      new CMSSignedData(signed).getSignedContent().write(content);
      return ProfileReader.read(content.toByteArray());
    } catch (CMSException | IOException e) {
      throw new IllegalStateException("a device was sent something that is no signed profile", e);
    }
  }

  private static Account account(NSDictionary profile) {
    for (NSObject payload : ((NSArray) profile.objectForKey("PayloadContent")).getArray()) {
      if (payload instanceof NSDictionary one
          && text(one, "PayloadType").equals("com.apple.caldav.account")) {
        return new Account(text(one, "CalDAVUsername"), text(one, "CalDAVPassword"));
      }
    }
    throw new IllegalStateException("a device was sent a profile without a CalDAV account");
  }

  private static String text(NSDictionary dictionary, String key) {
    return String.valueOf(dictionary.objectForKey(key));
  }
}
