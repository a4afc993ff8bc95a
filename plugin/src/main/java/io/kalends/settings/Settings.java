package io.kalends.settings;

import io.kalends.secret.Secret;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One instance's settings, read by typed getters that name the key and the fix when something is
 * wrong. Never shows values: one of them may be a secret.
 */
public final class Settings {

  private final String prefix;
  private final Map<String, String> values;

  private Settings(String prefix, Map<String, String> values) {
    this.prefix = prefix;
    this.values = new TreeMap<>(values);
  }

  /**
   * Wraps the settings of one instance.
   *
   * @param prefix where they stand in the configuration, for messages: for example {@code
   *     sources.feishu}
   * @param values key to value, as written
   * @return the settings
   */
  public static Settings of(String prefix, Map<String, String> values) {
    return new Settings(prefix, values);
  }

  /**
   * Refuses keys nobody would read: a typo must not silently mean "default".
   *
   * @param known every key this kind of instance reads
   * @throws InvalidSetting naming the first unknown key and the known ones
   */
  public void refuseUnknown(Set<String> known) {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        throw invalid(key, "unknown; known here: " + String.join(", ", new TreeSet<>(known)));
      }
    }
  }

  /**
   * A text that must be there.
   *
   * @param key its key
   * @return not blank
   * @throws InvalidSetting when missing or blank
   */
  public String text(String key) {
    return optionalText(key).orElseThrow(() -> invalid(key, "missing; set it"));
  }

  /**
   * A text that may be left out.
   *
   * @param key its key
   * @return not blank when present
   * @throws InvalidSetting when present but blank
   */
  public Optional<String> optionalText(String key) {
    @Nullable String value = values.get(key);
    if (value != null && value.isBlank()) {
      throw invalid(key, "empty; set it or leave it out");
    }
    return Optional.ofNullable(value);
  }

  /**
   * A secret that must be there.
   *
   * @param key its key
   * @return guarded
   * @throws InvalidSetting when missing or blank
   */
  public Secret secret(String key) {
    return Secret.of(text(key));
  }

  /**
   * The base URL of another system.
   *
   * @param key its key
   * @return absolute; https, or http to a loopback address; without user information, query and
   *     fragment
   * @throws InvalidSetting otherwise
   */
  public URI baseUrl(String key) {
    String written = text(key);
    URI url;
    try {
      url = URI.create(written);
    } catch (IllegalArgumentException e) {
      throw invalid(key, "not a URL; write for example https://open.feishu.cn");
    }
    if (url.getHost() == null
        || url.getRawUserInfo() != null
        || url.getRawQuery() != null
        || url.getRawFragment() != null) {
      throw invalid(key, "must be scheme, host and path only, for example https://open.feishu.cn");
    }
    boolean loopback =
        Set.of("127.0.0.1", "[::1]", "localhost").contains(url.getHost())
            && "http".equalsIgnoreCase(url.getScheme());
    if (!"https".equalsIgnoreCase(url.getScheme()) && !loopback) {
      throw invalid(key, "must start with https:// (http is for loopback addresses only)");
    }
    return url;
  }

  /**
   * A path in the file system.
   *
   * @param key its key
   * @return as written, not resolved
   * @throws InvalidSetting when missing or not a path
   */
  public Path path(String key) {
    try {
      return Path.of(text(key));
    } catch (InvalidPathException e) {
      throw invalid(key, "not a path: " + e.getReason());
    }
  }

  /**
   * A duration that may be left out.
   *
   * @param key its key
   * @param byDefault what holds when it is left out
   * @return positive
   * @throws InvalidSetting when it is not an ISO 8601 duration such as {@code PT10S}
   */
  public Duration duration(String key, Duration byDefault) {
    Optional<String> written = optionalText(key);
    if (written.isEmpty()) {
      return byDefault;
    }
    try {
      Duration duration = Duration.parse(written.get());
      if (!duration.isNegative() && !duration.isZero()) {
        return duration;
      }
    } catch (java.time.format.DateTimeParseException e) {
      // Falls through to the same answer as a negative one.
    }
    throw invalid(key, "must be a positive ISO 8601 duration, for example PT10S");
  }

  /**
   * A complaint about one of these settings.
   *
   * @param key its key, without the prefix
   * @param fix what is wrong and how to mend it
   * @return to be thrown
   */
  public InvalidSetting invalid(String key, String fix) {
    return new InvalidSetting(prefix.isEmpty() ? key : prefix + "." + key, fix);
  }

  @Override
  public String toString() {
    return "Settings[" + prefix + ": " + String.join(", ", values.keySet()) + "]";
  }
}
