package io.kalends.issuer.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.kalends.edge.Request;
import java.nio.charset.StandardCharsets;

/** Reads the one field of the body. Fields nobody knows are ignored. */
final class DeviceNameReader {

  /**
   * The contract says "100 characters" and not which kind. UTF-16 units are the stricter count, so
   * a client that passes here passes either way.
   */
  private static final int MAX_UTF16_UNITS = 100;

  private static final String FIELD = "device_name";

  private final JsonBody bodies;

  DeviceNameReader(boolean acceptTextPlain) {
    this.bodies = new JsonBody(acceptTextPlain, ContractError.INVALID_PARAMETERS);
  }

  /**
   * The device name.
   *
   * @return to the letter; empty when none was sent
   * @throws Refusal when the body is not what the contract asks for
   */
  String deviceName(Request request) {
    JsonNode name = bodies.read(request).path(FIELD);
    if (name.isMissingNode()) {
      return "";
    }
    if (!name.isTextual()) {
      throw bodies.refusal(FIELD, "must be a string");
    }
    String deviceName = name.textValue();
    if (deviceName.length() > MAX_UTF16_UNITS) {
      throw bodies.refusal(FIELD, "must have at most " + MAX_UTF16_UNITS + " characters");
    }
    // Half a surrogate pair, escaped, is JSON but no text: it could not be echoed as UTF-8.
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(deviceName)) {
      throw bodies.refusal(FIELD, "must be text that UTF-8 can hold");
    }
    return deviceName;
  }
}
