package io.kalends.adapters.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kalends.delivery.DeliveryForm;
import io.kalends.enrollment.Device;
import io.kalends.mdm.Installation;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** What is to be done with the files beside it, and the id under which that is reported. */
final class TaskFile {

  /** After the names of what it speaks of: files are moved into place in the order of names. */
  static final String NAME = "task.json";

  static final List<String> AND_DELIVERY =
      Stream.concat(DeliveryFiles.NAMES.stream(), Stream.of(NAME)).toList();

  private static final ObjectMapper JSON = new ObjectMapper();

  private TaskFile() {}

  static byte[] install(Device device, DeliveryForm form, UUID attempt) {
    Map<String, String> task = task("install", device, attempt);
    task.put("form", form.name().toLowerCase(Locale.ROOT));
    return written(task);
  }

  static byte[] remove(Installation installation, UUID attempt) {
    Map<String, String> task = task("remove", installation.device(), attempt);
    task.put("installation", installation.attempt().toString());
    return written(task);
  }

  private static Map<String, String> task(String type, Device device, UUID attempt) {
    Map<String, String> task = new LinkedHashMap<>();
    task.put("type", type);
    task.put("attempt", attempt.toString());
    task.put("enrollment", device.id().value());
    return task;
  }

  private static byte[] written(Map<String, String> task) {
    try {
      return (JSON.writeValueAsString(task) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of strings is always JSON", e);
    }
  }
}
