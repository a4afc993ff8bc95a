package io.kalends.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.enrollment.Platform;
import java.util.Optional;
import java.util.function.Consumer;

/** A device as the registry and the inbox keep it. */
final class DeviceJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private DeviceJson() {}

  static String write(Device device) {
    return object(device).toString();
  }

  static ObjectNode object(Device device) {
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

  static Device read(String json) {
    try {
      return device(JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a device in the ledger is not readable");
    }
  }

  static Device device(JsonNode values) {
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
