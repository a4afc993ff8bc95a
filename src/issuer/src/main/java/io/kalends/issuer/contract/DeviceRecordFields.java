package io.kalends.issuer.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kalends.store.TextColumn;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What may be said of a device, and in which range. Fields nobody knows are ignored. */
final class DeviceRecordFields {

  private static final int MAX_TEXT = 255;

  /** Any one of these tells devices apart. */
  private static final Set<String> IDENTIFIERS =
      Set.of(
          "serial_number",
          "disk_serial_number",
          "uuid",
          "mac_address",
          "android_id",
          "idfv",
          "aaid",
          "mdm_device_id");

  private static final Set<String> TEXTS =
      Set.of("device_name", "model", "mdm_provider_name", "current_user_id");

  /** Systems: 1 Windows, 2 macOS, 3 Linux, 4 Android, 5 iOS, 6 OpenHarmony. */
  private static final Map<String, int[]> NUMBERS =
      Map.of(
          "device_system", new int[] {1, 6},
          "device_ownership", new int[] {0, 2},
          "device_status", new int[] {0, 2});

  private final JsonBody bodies;

  DeviceRecordFields(JsonBody bodies) {
    this.bodies = bodies;
  }

  ObjectNode read(JsonNode sent) {
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    for (Set<String> texts : List.of(IDENTIFIERS, TEXTS)) {
      for (String field : texts) {
        if (sent.has(field)) {
          record.put(field, text(field, sent.path(field)));
        }
      }
    }
    NUMBERS.forEach(
        (field, range) -> {
          if (sent.has(field)) {
            record.put(field, number(field, sent.path(field), range[0], range[1]));
          }
        });
    return record;
  }

  void checkItNamesADevice(ObjectNode record) {
    if (IDENTIFIERS.stream().noneMatch(field -> !record.path(field).asText().isEmpty())) {
      throw bodies.refusal("body", "must have one of " + new TreeSet<>(IDENTIFIERS));
    }
  }

  /** A field that a list can be asked for; unknown ones are refused: a filter must not be lost. */
  String filter(String name) {
    if (name.equals("os")) {
      return "device_system";
    }
    if (IDENTIFIERS.contains(name)
        || TEXTS.contains(name)
        || NUMBERS.containsKey(name)
        || name.equals("device_record_id")) {
      return name;
    }
    throw bodies.refusal(name, "is nothing that device records are found by");
  }

  private String text(String field, JsonNode value) {
    if (!value.isTextual()
        || value.textValue().length() > MAX_TEXT
        || !TextColumn.isUnicode(value.textValue())) {
      throw bodies.refusal(field, "must be a text of at most " + MAX_TEXT + " characters");
    }
    return value.textValue();
  }

  private int number(String field, JsonNode value, int least, int most) {
    if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
      throw bodies.refusal(field, "must be a number from " + least + " to " + most);
    }
    return value.intValue();
  }
}
