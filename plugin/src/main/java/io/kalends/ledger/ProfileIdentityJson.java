package io.kalends.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kalends.delivery.ProfileIdentity;
import java.util.UUID;

/** Every id of a profile as the ledger keeps them. */
final class ProfileIdentityJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ProfileIdentityJson() {}

  static String write(ProfileIdentity identity) {
    ObjectNode values = JSON.createObjectNode();
    values.put("identifier", identity.identifier());
    values.put("uuid", identity.uuid().toString());
    values.put("accountIdentifier", identity.accountIdentifier());
    values.put("accountUuid", identity.accountUuid().toString());
    return values.toString();
  }

  static ProfileIdentity read(String json) {
    try {
      JsonNode values = JSON.readTree(json);
      return new ProfileIdentity(
          values.required("identifier").asText(),
          UUID.fromString(values.required("uuid").asText()),
          values.required("accountIdentifier").asText(),
          UUID.fromString(values.required("accountUuid").asText()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a profile's ids in the ledger are not readable");
    }
  }
}
