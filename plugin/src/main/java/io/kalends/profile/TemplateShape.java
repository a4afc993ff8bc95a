package io.kalends.profile;

import com.dd.plist.NSArray;
import com.dd.plist.NSDictionary;
import com.dd.plist.NSObject;
import com.dd.plist.NSString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a template must leave to Kalends, whatever an administrator changes: the ids by which a
 * profile is replaced and removed, the credential, and that the password stands in one place only.
 */
final class TemplateShape {

  private static final Map<String, Placeholder> PROFILE =
      new TreeMap<>(
          Map.of(
              "PayloadIdentifier", Placeholder.PROFILE_IDENTIFIER,
              "PayloadUUID", Placeholder.PROFILE_UUID));
  private static final Map<String, Placeholder> ACCOUNT =
      new TreeMap<>(
          Map.of(
              "PayloadIdentifier", Placeholder.ACCOUNT_IDENTIFIER,
              "PayloadUUID", Placeholder.ACCOUNT_UUID,
              "CalDAVHostName", Placeholder.ACCOUNT_HOST,
              "CalDAVPort", Placeholder.ACCOUNT_PORT,
              "CalDAVUseSSL", Placeholder.ACCOUNT_TLS,
              "CalDAVUsername", Placeholder.ACCOUNT_USER,
              "CalDAVPassword", Placeholder.ACCOUNT_PASSWORD));

  private final String file;

  TemplateShape(String file) {
    this.file = file;
  }

  void require(NSDictionary template) {
    TemplateTree.forEachText(template, "", this::requireKnown);
    requirePlainKeys(template);
    requireExactly(PROFILE, template, "");
    List<String> accounts = new ArrayList<>();
    if (template.objectForKey("PayloadContent") instanceof NSArray payloads) {
      for (int i = 0; i < payloads.count(); i++) {
        if (payloads.objectAtIndex(i) instanceof NSDictionary payload
            && Found.text(payload, "PayloadType").orElse("").equals(KeyRule.CALDAV)) {
          accounts.add(ProfileCheck.path(i));
          requireExactly(ACCOUNT, payload, ProfileCheck.path(i));
        }
      }
    }
    if (accounts.size() != 1) {
      throw new InvalidTemplate(
          file,
          "PayloadContent",
          "must hold exactly one payload of type " + KeyRule.CALDAV + ", not " + accounts.size());
    }
    String passwordPlace = accounts.get(0) + "CalDAVPassword";
    TemplateTree.forEachText(
        template, "", (where, text) -> requireNoPasswordBut(passwordPlace, where, text));
  }

  private void requireKnown(String where, String text) {
    try {
      TemplateText.of(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidTemplate(file, where, e);
    }
  }

  private void requirePlainKeys(NSObject node) {
    if (node instanceof NSDictionary dictionary) {
      dictionary.forEach(
          (key, value) -> {
            requirePlainKey(key);
            requirePlainKeys(value);
          });
    } else if (node instanceof NSArray array) {
      for (NSObject element : array.getArray()) {
        requirePlainKeys(element);
      }
    }
  }

  private void requirePlainKey(String key) {
    if (key.contains("${")) {
      throw new InvalidTemplate(file, Shown.key(key), "a key cannot hold a placeholder");
    }
    try {
      XmlValue.text("key", key);
    } catch (IllegalArgumentException e) {
      throw new InvalidTemplate(file, Shown.key(key), e);
    }
  }

  private void requireExactly(
      Map<String, Placeholder> expected, NSDictionary dictionary, String path) {
    expected.forEach(
        (key, placeholder) -> {
          if (!(dictionary.objectForKey(key) instanceof NSString text)
              || !text.getContent().equals(placeholder.toString())) {
            throw new InvalidTemplate(
                file, path + key, "must be <string>" + placeholder + "</string>");
          }
        });
  }

  private void requireNoPasswordBut(String allowed, String where, String text) {
    if (!where.equals(allowed)
        && TemplateText.of(text).placeholders().contains(Placeholder.ACCOUNT_PASSWORD)) {
      throw new InvalidTemplate(
          file, where, "the password may stand in " + allowed + " only, or it would be shown");
    }
  }
}
