package io.kalends.enrollment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

  private static void put(ObjectNode values, String field, Optional<String> text) {
    text.ifPresent(t -> values.put(field, t));
  }

  private static void take(JsonNode values, String field, Consumer<String> setter) {
    if (values.hasNonNull(field)) {
      setter.accept(values.get(field).asText());
    }
  }
}
