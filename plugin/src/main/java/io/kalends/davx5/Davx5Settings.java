package io.kalends.davx5;

import io.kalends.settings.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the administrator decides once for all Android devices. Behaviour (what is synchronised and
 * how often) stands in the template itself.
 */
public final class Davx5Settings {

  /** The package of Managed DAVx5, unless the settings name another. */
  public static final String MANAGED_PACKAGE = "com.davdroid.managed";

  /** Locked while logging in, editable later: a replaced password can still be typed in. */
  private static final int LOCKED_AT_LOGIN = 1;

  private static final Set<String> LICENCE = Set.of("license", "license_signature");

  /** The administrator's texts: name of the setting to key of the managed configuration. */
  private static final Map<String, String> TEXTS =
      Map.of(
          "organization", "organization",
          "logoUrl", "logo_url",
          "supportHomepageUrl", "support_homepage_url",
          "supportEmailAddress", "support_email_address",
          "supportPhoneNumber", "support_phone_number",
          "loginIntroduction", "login_introduction");

  private final String packageName;
  private final int credentialsLock;
  private final Map<String, String> texts;

  private Davx5Settings(String packageName, int credentialsLock, Map<String, String> texts) {
    this.packageName = packageName;
    this.credentialsLock = credentialsLock;
    this.texts = new TreeMap<>(texts);
  }

  /**
   * Nothing decided: Managed DAVx5, credentials locked at login, no licence yet.
   *
   * @return settings to add to
   */
  public static Davx5Settings defaults() {
    return new Davx5Settings(MANAGED_PACKAGE, LOCKED_AT_LOGIN, Map.of());
  }

  /**
   * Reads {@code package}, {@code licence} (path of a licence file), {@code credentialsLock} (0, 1
   * or 2), {@code organization}, {@code logoUrl}, {@code supportHomepageUrl}, {@code
   * supportEmailAddress}, {@code supportPhoneNumber} and {@code loginIntroduction}; all may be left
   * out here, though Managed DAVx5 needs its licence.
   *
   * @param settings the DAVx5 part of the configuration
   * @return the decisions
   * @throws io.kalends.settings.InvalidSetting naming the key and the fix
   * @throws Davx5Refused when the licence file is unusable
   */
  public static Davx5Settings read(Settings settings) {
    Set<String> known = new TreeSet<>(TEXTS.keySet());
    known.addAll(Set.of("package", "licence", "credentialsLock"));
    settings.refuseUnknown(known);
    Map<String, String> texts = new LinkedHashMap<>();
    TEXTS.forEach((name, key) -> settings.optionalText(name).ifPresent(t -> texts.put(key, t)));
    int lock =
        settings
            .optionalText("credentialsLock")
            .map(written -> lock(settings, written))
            .orElse(LOCKED_AT_LOGIN);
    Davx5Settings read =
        new Davx5Settings(settings.optionalText("package").orElse(MANAGED_PACKAGE), lock, texts);
    return settings.optionalText("licence").isEmpty()
        ? read
        : read.withLicence(Davx5Licence.read(settings.path("licence")));
  }

  /**
   * The same with a licence.
   *
   * @param licence from the makers of DAVx5, or the sample
   * @return new settings
   */
  public Davx5Settings withLicence(Davx5Licence licence) {
    Map<String, String> more = new TreeMap<>(texts);
    more.put("license", licence.text());
    more.put("license_signature", licence.signature());
    return new Davx5Settings(packageName, credentialsLock, more);
  }

  /**
   * The same with one of the administrator's texts.
   *
   * @param key a key of the managed configuration: {@code organization}, {@code logo_url}, {@code
   *     support_...} or {@code login_introduction}
   * @param text not blank
   * @return new settings
   * @throws IllegalArgumentException for any other key
   */
  public Davx5Settings withText(String key, String text) {
    if (!TEXTS.containsValue(key) || text.isBlank()) {
      throw new IllegalArgumentException(
          key + ": blank, or not among " + String.join(", ", new TreeSet<>(TEXTS.values())));
    }
    Map<String, String> more = new TreeMap<>(texts);
    more.put(key, text);
    return new Davx5Settings(packageName, credentialsLock, more);
  }

  /**
   * The same for another app.
   *
   * @param packageName its application id
   * @return new settings
   */
  public Davx5Settings withPackage(String packageName) {
    return new Davx5Settings(packageName, credentialsLock, texts);
  }

  /**
   * The same with another lock.
   *
   * @param credentialsLock 0 free, 1 locked at login, 2 locked for good
   * @return new settings
   */
  public Davx5Settings withCredentialsLock(int credentialsLock) {
    return new Davx5Settings(packageName, credentialsLock, texts);
  }

  String packageName() {
    return packageName;
  }

  int credentialsLock() {
    return credentialsLock;
  }

  /** Key of the managed configuration to text, for the keys that were decided. */
  Map<String, String> texts() {
    return Map.copyOf(texts);
  }

  /** The keys of a template whose placeholders are filled from here, or left out. */
  static Set<String> fillableTexts() {
    Set<String> keys = new TreeSet<>(TEXTS.values());
    keys.addAll(LICENCE);
    return keys;
  }

  @Override
  public String toString() {
    return "Davx5Settings[" + packageName + ": " + String.join(", ", texts.keySet()) + "]";
  }

  private static int lock(Settings settings, String written) {
    return switch (written) {
      case "0" -> 0;
      case "1" -> 1;
      case "2" -> 2;
      default ->
          throw settings.invalid(
              "credentialsLock", "must be 0 (free), 1 (locked at login) or 2 (locked for good)");
    };
  }
}
