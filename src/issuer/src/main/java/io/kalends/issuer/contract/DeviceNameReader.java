package io.kalends.issuer.contract;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kalends.issuer.http.Request;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads the body. The official SDKs send an object, an empty object, no body at all, or the literal
 * {@code null}; all of these are right, and everything else is 190002. Fields nobody knows are
 * ignored.
 */
final class DeviceNameReader {

  /**
   * The contract says "100 characters" and not which kind. UTF-16 units are the stricter count, so
   * a client that passes here passes either way.
   */
  private static final int MAX_UTF16_UNITS = 100;

  private static final Pattern JSON_TYPE =
      Pattern.compile("application/json(\\s*;\\s*charset\\s*=\\s*\"?utf-8\"?)?\\s*;?");
  private static final Pattern TEXT_TYPE =
      Pattern.compile("text/plain(\\s*;\\s*charset\\s*=\\s*\"?utf-8\"?)?\\s*;?");

  private final boolean acceptTextPlain;
  private final ObjectMapper json =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  DeviceNameReader(boolean acceptTextPlain) {
    this.acceptTextPlain = acceptTextPlain;
  }

  /**
   * The device name.
   *
   * @return to the letter; empty when none was sent
   * @throws Refusal when the body is not what the contract asks for
   */
  String deviceName(Request request) {
    if (request.body().isEmpty()) {
      return "";
    }
    if (request.body().isCut() || !isTypeAccepted(request.header("content-type"))) {
      throw new Refusal(ContractError.INVALID_PARAMETERS);
    }
    JsonNode body = parse(request.body().bytes());
    if (body.isNull()) {
      return "";
    }
    JsonNode name = body.path("device_name");
    if (!body.isObject() || !(name.isMissingNode() || name.isTextual())) {
      throw new Refusal(ContractError.INVALID_PARAMETERS);
    }
    String deviceName = name.isTextual() ? name.textValue() : "";
    // Half a surrogate pair, escaped, is JSON but no text: it could not be echoed as UTF-8.
    if (deviceName.length() > MAX_UTF16_UNITS
        || !StandardCharsets.UTF_8.newEncoder().canEncode(deviceName)) {
      throw new Refusal(ContractError.INVALID_PARAMETERS);
    }
    return deviceName;
  }

  private boolean isTypeAccepted(List<String> types) {
    if (types.size() != 1) {
      return false;
    }
    String type = types.get(0).strip().toLowerCase(Locale.ROOT);
    return JSON_TYPE.matcher(type).matches()
        || (acceptTextPlain && TEXT_TYPE.matcher(type).matches());
  }

  private JsonNode parse(byte[] body) {
    try {
      // Decoded here: the parser would guess UTF-16 and UTF-32 from the bytes.
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return json.readTree(text);
    } catch (CharacterCodingException | JacksonException e) {
      throw new Refusal(ContractError.INVALID_PARAMETERS);
    }
  }
}
