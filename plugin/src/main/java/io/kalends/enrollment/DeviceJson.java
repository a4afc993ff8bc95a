package io.kalends.enrollment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A device written down: how the registry and the inbox keep it. The same facts give the same text.
 */
public final class DeviceJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private DeviceJson() {}

  /**
   * Writes.
   *
   * @param device any
   * @return JSON, one object
   */
  public static String write(Device device) {
    return object(device).toString();
  }

  /**
   * Writes into a tree.
   *
   * @param device any
   * @return one object
   */
  public static ObjectNode object(Device device) {
    ObjectNode values = JSON.createObjectNode();
    values.put("id", device.id().value());
    values.put("platform", device.platform().name());
    device.parent().ifPresent(parent -> values.put("parent", parent.value()));
    put(values, "name", device.name());
    put(values, "model", device.model());
    put(values, "osVersion", device.osVersion());
    put(values, "serial", device.serialNumber());
    put(values, "owner", device.ownerHint());
    return values;
  }

  /**
   * Reads.
   *
   * @param json what {@link #write} gave
   * @return the device
   * @throws IllegalStateException when it is not such a text; it is not quoted
   */
  public static Device read(String json) {
    try {
      return device(JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a device that was written down is not readable");
    }
  }

  /**
   * Reads from a tree.
   *
   * @param values what {@link #object} gave
   * @return the device
   */
  public static Device device(JsonNode values) {
    Device.Builder device =
        Device.enrolled(
            new EnrollmentId(values.required("id").asText()),
            Platform.valueOf(values.required("platform").asText()));
    take(values, "parent", parent -> device.userChannelOf(new EnrollmentId(parent)));
    take(values, "name", device::name);
    take(values, "model", device::model);
    take(values, "osVersion", device::osVersion);
    take(values, "serial", device::serialNumber);
    take(values, "owner", device::ownerHint);
    return device.build();
  }

  /**
   * Whether a description tells nothing that is not known already. As the ledger compares and keeps
   * them: what is left out is not taken back, an owner in another case is the same, and a character
   * that no column holds is U+FFFD.
   *
   * @param told a new description
   * @param known the one there is
   * @return true: it need not be told
   */
  public static boolean addsNothing(Device told, Device known) {
    JsonNode before = object(known);
    return object(told).properties().stream()
        .allMatch(field -> same(field.getKey(), field.getValue().asText(), before));
  }

  private static boolean same(String field, String now, JsonNode before) {
    String was = before.path(field).asText("");
    return field.equals("owner")
        ? now.strip().toLowerCase(Locale.ROOT).equals(was.strip().toLowerCase(Locale.ROOT))
        : fit(now).equals(was);
  }

  private static String fit(String text) {
    StringBuilder fit = new StringBuilder();
    text.codePoints()
        .map(c -> c == 0 || Character.getType(c) == Character.SURROGATE ? 0xFFFD : c)
        .forEach(fit::appendCodePoint);
    return fit.toString();
  }

  private static void put(ObjectNode values, String field, Optional<String> text) {
    text.ifPresent(t -> values.put(field, t));
  }

  private static void take(JsonNode values, String field, Consumer<String> setter) {
    if (values.hasNonNull(field)) {
      setter.accept(values.get(field).asText());
    }
  }
}
