package io.kalends.delivery;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Values for one Android app's restrictions, which the MDM delivers to one device.
 *
 * @param packageName the app's id, for example {@code com.davdroid.managed}
 * @param values key to value; a value is a {@link String}, {@link Integer} or {@link Boolean}, in
 *     the order in which it shall be written
 */
public record ManagedConfiguration(String packageName, Map<String, Object> values)
    implements Configuration {

  /** Copies the values, keeping their order. */
  public ManagedConfiguration {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    values.forEach(
        (key, value) -> {
          if (!(value instanceof String || value instanceof Integer || value instanceof Boolean)) {
            throw new IllegalArgumentException(
                "managed configuration key " + key + " is neither text, integer nor boolean");
          }
        });
  }

  @Override
  public DeliveryForm form() {
    return DeliveryForm.MANAGED_CONFIGURATION;
  }

  /** Names the keys only: one of the values is a password. */
  @Override
  public String toString() {
    return "ManagedConfiguration[" + packageName + ": " + String.join(", ", values.keySet()) + "]";
  }
}
