package io.kalends.adapters.issuer;

import com.fasterxml.jackson.databind.JsonNode;
import io.kalends.account.CalDavAccount;
import io.kalends.account.CredentialUse.Seen;
import io.kalends.account.DeviceLabel;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.failure.ActionRequired;
import io.kalends.failure.TemporaryFailure;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the issuer's administrator can do for a credential that was minted under a label. */
final class IssuerAdministrator implements AutoCloseable {

  private static final String MOST = "1000";

  private final AdminApi api;
  private final Optional<String> tenant;

  IssuerAdministrator(AdminApi api, Optional<String> tenant) {
    this.api = api;
    this.tenant = tenant;
  }

  /**
   * Revokes all there is of that owner under that label. When there is nothing, it makes sure that
   * nobody else has it either: a token store that takes one person for another would otherwise
   * leave a credential that logs in and counts as revoked.
   */
  void revoke(DeviceOwner owner, DeviceLabel label) {
    String operation = "revoke of '" + label + "'";
    Optional<JsonNode> answer = api.post(operation, "credentials:revoke", named(owner, label));
    if (answer.isPresent() && number(operation, answer.get(), "revoked") > 0) {
      return;
    }
    Map<String, String> anyones = inTenant();
    anyones.put("deviceName", label.value());
    anyones.put("live", "true");
    anyones.put("limit", "1");
    if (!list(operation, anyones).isEmpty()) {
      String where =
          "kalends issuer credentials list: revoke the one of this name, and correct whose token"
              + " was stored for whom";
      throw new ActionRequired(
          ActionRequired.Who.ADMINISTRATOR,
          where,
          operation + ": it was minted in another person's name than the owner's; " + where,
          null);
    }
  }

  Optional<Seen> useOf(DeviceOwner owner, DeviceLabel label) {
    String operation = "use of '" + label + "'";
    Map<String, String> query = named(owner, label);
    query.put("limit", MOST);
    Optional<Seen> seen = Optional.empty();
    for (JsonNode credential : list(operation, query)) {
      if (credential.has("firstUsed")) {
        Seen one =
            new Seen(
                instant(operation, credential, "firstUsed"),
                instant(operation, credential, "lastUsed"));
        seen = Optional.of(seen.map(before -> both(before, one)).orElse(one));
      }
    }
    return seen;
  }

  boolean logsIn(CalDavAccount account) {
    String operation = "probe of " + account;
    Map<String, String> pair =
        Map.of("userName", account.userName(), "password", account.password().reveal());
    JsonNode logsIn =
        api.post(operation, "credentials:check", pair)
            .map(answer -> answer.path("logsIn"))
            .filter(JsonNode::isBoolean)
            .orElseThrow(() -> nonsense(operation, "logsIn"));
    return logsIn.booleanValue();
  }

  @Override
  public void close() {
    api.close();
  }

  private Map<String, String> named(DeviceOwner owner, DeviceLabel label) {
    Map<String, String> named = inTenant();
    named.put("user", owner.address());
    named.put("deviceName", label.value());
    return named;
  }

  private Map<String, String> inTenant() {
    Map<String, String> fields = new HashMap<>();
    tenant.ifPresent(key -> fields.put("tenant", key));
    return fields;
  }

  private JsonNode list(String operation, Map<String, String> query) {
    JsonNode credentials = api.get(operation, "credentials", query).path("credentials");
    if (!credentials.isArray()) {
      throw nonsense(operation, "credentials");
    }
    return credentials;
  }

  private static Seen both(Seen one, Seen other) {
    return new Seen(
        one.first().isBefore(other.first()) ? one.first() : other.first(),
        one.last().isAfter(other.last()) ? one.last() : other.last());
  }

  private static long number(String operation, JsonNode answer, String field) {
    if (!answer.path(field).canConvertToLong()) {
      throw nonsense(operation, field);
    }
    return answer.path(field).longValue();
  }

  private static Instant instant(String operation, JsonNode credential, String field) {
    try {
      return Instant.parse(credential.path(field).asText(""));
    } catch (DateTimeException e) {
      throw nonsense(operation, field);
    }
  }

  private static TemporaryFailure nonsense(String operation, String field) {
    return new TemporaryFailure(
        operation + ": the answer has no usable " + field + "; is it the issuer that answers?");
  }
}
