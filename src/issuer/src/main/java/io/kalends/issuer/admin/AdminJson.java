package io.kalends.issuer.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kalends.edge.Response;
import io.kalends.issuer.credential.Credential;
import io.kalends.issuer.directory.Person;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the API shows, as JSON. Moments are ISO 8601 in UTC. */
final class AdminJson {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private AdminJson() {}

  static Response answer(int status, Map<String, ?> document) {
    try {
      return Response.json(status, JSON.writeValueAsString(document));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts, numbers and lists are always JSON", e);
    }
  }

  /** A page, with the cursor of the next one when there may be one. */
  static Response page(String name, List<Map<String, Object>> rows, int limit) {
    Map<String, Object> page = new LinkedHashMap<>();
    page.put(name, rows);
    if (rows.size() == limit) {
      page.put("next", rows.get(limit - 1).get("id"));
    }
    return answer(200, page);
  }

  static Map<String, Object> person(Person person) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("id", person.id());
    shown.put("tenant", person.tenant());
    shown.put("email", person.email());
    shown.put("name", person.name());
    shown.put("userName", person.userName());
    shown.put("status", person.status().name());
    shown.put("enName", person.profile().enName());
    shown.put("mobile", person.profile().mobile());
    shown.put("employeeNo", person.profile().employeeNo());
    shown.put("enterpriseEmail", person.profile().enterpriseEmail());
    return shown;
  }

  static Map<String, Object> credential(Credential credential) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("id", credential.id());
    shown.put("tenant", credential.tenant());
    shown.put("user", credential.owner());
    shown.put("userName", credential.userName());
    shown.put("deviceName", credential.deviceName());
    shown.put("created", credential.created().toString());
    credential
        .uses()
        .ifPresent(
            uses -> {
              shown.put("firstUsed", uses.first().toString());
              shown.put("lastUsed", uses.last().toString());
            });
    credential
        .revocation()
        .ifPresent(
            revocation -> {
              shown.put("revoked", revocation.at().toString());
              shown.put("revokedBy", revocation.by());
            });
    return shown;
  }
}
