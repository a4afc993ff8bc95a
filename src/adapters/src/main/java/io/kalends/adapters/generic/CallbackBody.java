package io.kalends.adapters.generic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kalends.delivery.Configuration;
import io.kalends.delivery.ManagedConfiguration;
import io.kalends.delivery.SignedProfile;
import io.kalends.delivery.UnsignedProfile;
import io.kalends.enrollment.Device;
import io.kalends.mdm.Installation;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What the receiver is told to do. Holds the device's password; nothing of it is ever shown. */
final class CallbackBody {

  private static final String PROFILE = "application/x-apple-aspen-config";
  private static final String JSON_TYPE = "application/json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private CallbackBody() {}

  /** Empty for a form that is not sent. */
  static Optional<byte[]> install(Device device, Configuration configuration, UUID attempt) {
    Map<String, Object> body = about("install", device, attempt);
    body.put("form", configuration.form().name().toLowerCase(Locale.ROOT));
    if (configuration instanceof SignedProfile profile) {
      put(body, PROFILE, Base64.getEncoder().encodeToString(profile.bytes()));
    } else if (configuration instanceof UnsignedProfile profile) {
      put(body, PROFILE, Base64.getEncoder().encodeToString(profile.bytes()));
    } else if (configuration instanceof ManagedConfiguration managed) {
      body.put("package", managed.packageName());
      put(body, JSON_TYPE, managed.values());
    } else {
      return Optional.empty();
    }
    return Optional.of(written(body));
  }

  static byte[] remove(Installation installation, UUID attempt) {
    Map<String, Object> body = about("remove", installation.device(), attempt);
    body.put("installation", installation.attempt().toString());
    return written(body);
  }

  private static Map<String, Object> about(String type, Device device, UUID attempt) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", type);
    body.put("attempt", attempt.toString());
    body.put("enrollment", device.id().value());
    body.put("platform", device.platform().name().toLowerCase(Locale.ROOT));
    body.put("channel", device.channel().name().toLowerCase(Locale.ROOT));
    device.parent().ifPresent(parent -> body.put("parent", parent.value()));
    return body;
  }

  private static void put(Map<String, Object> body, String contentType, Object content) {
    body.put("content_type", contentType);
    body.put("content", content);
  }

  private static byte[] written(Map<String, Object> body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      // Without its cause, which may quote what it could not write.
      throw new IllegalStateException("texts, numbers and booleans are always JSON");
    }
  }
}
