package io.kalends.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.DeviceJson;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.event.ProvisioningEvent;
import io.kalends.event.ProvisioningEvent.Asked;
import io.kalends.event.ProvisioningEvent.CertificatesReported;
import io.kalends.event.ProvisioningEvent.CheckedIn;
import io.kalends.event.ProvisioningEvent.CheckedOut;
import io.kalends.event.ProvisioningEvent.CommandError;
import io.kalends.event.ProvisioningEvent.CommandReported;
import io.kalends.event.ProvisioningEvent.CommandStatus;
import io.kalends.event.ProvisioningEvent.Enrolled;
import io.kalends.event.ProvisioningEvent.InstalledProfile;
import io.kalends.event.ProvisioningEvent.OwnerChanged;
import io.kalends.event.ProvisioningEvent.OwnerConsented;
import io.kalends.event.ProvisioningEvent.OwnerLeft;
import io.kalends.event.ProvisioningEvent.ProfilesReported;
import io.kalends.event.ProvisioningEvent.ReEnrolled;
import io.kalends.event.ProvisioningEvent.UserChannelReady;
import io.kalends.event.ProvisioningEvent.Wish;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Facts as the inbox keeps them: what the adapter made of a message, never the message. What it
 * reads must be exactly what it writes: a field that is missing or of another type fails.
 */
final class EventJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private EventJson() {}

  /** The enrollment a fact is about; empty for facts about a person. */
  static Optional<EnrollmentId> enrollment(ProvisioningEvent event) {
    if (event instanceof Enrolled e) {
      return Optional.of(e.device().id());
    } else if (event instanceof ReEnrolled e) {
      return Optional.of(e.device().id());
    } else if (event instanceof UserChannelReady e) {
      return Optional.of(e.device().id());
    } else if (event instanceof CheckedOut e) {
      return Optional.of(e.enrollment());
    } else if (event instanceof CheckedIn e) {
      return Optional.of(e.enrollment());
    } else if (event instanceof CommandReported e) {
      return Optional.of(e.enrollment());
    } else if (event instanceof ProfilesReported e) {
      return Optional.of(e.enrollment());
    } else if (event instanceof CertificatesReported e) {
      return Optional.of(e.enrollment());
    } else if (event instanceof OwnerChanged e) {
      return Optional.of(e.enrollment());
    } else if (event instanceof Asked e) {
      return Optional.of(e.enrollment());
    }
    return Optional.empty();
  }

  static ObjectNode write(ProvisioningEvent event) {
    ObjectNode fact = JSON.createObjectNode();
    fact.put("fact", event.getClass().getSimpleName());
    fact.put("key", event.key());
    fact.put("at", event.at().toString());
    if (event instanceof Enrolled e) {
      fact.set("device", DeviceJson.object(e.device()));
    } else if (event instanceof ReEnrolled e) {
      fact.set("device", DeviceJson.object(e.device()));
    } else if (event instanceof UserChannelReady e) {
      fact.set("device", DeviceJson.object(e.device()));
    } else {
      enrollment(event).ifPresent(id -> fact.put("enrollment", id.value()));
      writeReport(fact, event);
      writeOwner(fact, event);
    }
    return fact;
  }

  private static void writeReport(ObjectNode fact, ProvisioningEvent event) {
    if (event instanceof CommandReported e) {
      fact.put("attempt", e.attempt().toString()).put("status", e.status().name());
      ArrayNode errors = fact.putArray("errors");
      e.errors().forEach(x -> errors.addObject().put("domain", x.domain()).put("code", x.code()));
    } else if (event instanceof ProfilesReported e) {
      ArrayNode profiles = fact.putArray("profiles");
      for (InstalledProfile profile : e.profiles()) {
        profiles.addObject().put("identifier", profile.identifier()).put("uuid", profile.uuid());
      }
    } else if (event instanceof CertificatesReported e) {
      ArrayNode identities = fact.putArray("identities");
      e.identities().forEach(certificate -> identities.add(der(certificate)));
    } else if (event instanceof Asked e) {
      fact.put("wish", e.wish().name()).put("actor", e.actor());
    }
  }

  private static void writeOwner(ObjectNode fact, ProvisioningEvent event) {
    if (event instanceof OwnerConsented e) {
      put(fact, e.owner());
    } else if (event instanceof OwnerLeft e) {
      put(fact, e.owner());
    } else if (event instanceof OwnerChanged e) {
      put(fact, e.owner());
    }
  }

  private static void put(ObjectNode fact, DeviceOwner owner) {
    fact.putObject("owner").put("address", owner.address()).put("name", owner.displayName());
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalStateException when it is anything else; shows nothing of it
   */
  static ProvisioningEvent read(String json) {
    try {
      JsonNode fact = JSON.readTree(json);
      String key = text(fact, "key");
      Instant at = Instant.parse(text(fact, "at"));
      return switch (text(fact, "fact")) {
        case "Enrolled" -> new Enrolled(key, at, device(fact));
        case "ReEnrolled" -> new ReEnrolled(key, at, device(fact));
        case "UserChannelReady" -> new UserChannelReady(key, at, device(fact));
        case "CheckedOut" -> new CheckedOut(key, at, id(fact));
        case "CheckedIn" -> new CheckedIn(key, at, id(fact));
        case "CommandReported" ->
            new CommandReported(key, at, id(fact), attempt(fact), status(fact), errors(fact));
        case "ProfilesReported" -> new ProfilesReported(key, at, id(fact), profiles(fact));
        case "CertificatesReported" -> new CertificatesReported(key, at, id(fact), ids(fact));
        case "OwnerConsented" -> new OwnerConsented(key, at, owner(fact));
        case "OwnerLeft" -> new OwnerLeft(key, at, owner(fact));
        case "OwnerChanged" -> new OwnerChanged(key, at, id(fact), owner(fact));
        case "Asked" ->
            new Asked(key, at, id(fact), Wish.valueOf(text(fact, "wish")), text(fact, "actor"));
        default -> throw new IllegalArgumentException("another kind");
      };
    } catch (JsonProcessingException | CertificateException | RuntimeException e) {
      // Without the cause: a parser quotes its input.
      throw new IllegalStateException(
          "a fact in the inbox is not readable (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static Device device(JsonNode fact) {
    return DeviceJson.device(fact.required("device"));
  }

  private static EnrollmentId id(JsonNode fact) {
    return new EnrollmentId(text(fact, "enrollment"));
  }

  private static UUID attempt(JsonNode fact) {
    return UUID.fromString(text(fact, "attempt"));
  }

  private static CommandStatus status(JsonNode fact) {
    return CommandStatus.valueOf(text(fact, "status"));
  }

  private static List<CommandError> errors(JsonNode fact) {
    List<CommandError> errors = new ArrayList<>();
    for (JsonNode error : list(fact, "errors")) {
      JsonNode code = error.required("code");
      if (!code.isInt()) {
        throw new IllegalArgumentException("code");
      }
      errors.add(new CommandError(text(error, "domain"), code.intValue()));
    }
    return errors;
  }

  private static List<InstalledProfile> profiles(JsonNode fact) {
    List<InstalledProfile> profiles = new ArrayList<>();
    for (JsonNode profile : list(fact, "profiles")) {
      profiles.add(new InstalledProfile(text(profile, "identifier"), text(profile, "uuid")));
    }
    return profiles;
  }

  private static List<X509Certificate> ids(JsonNode fact) throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> identities = new ArrayList<>();
    for (JsonNode der : list(fact, "identities")) {
      byte[] bytes = Base64.getDecoder().decode(der.textValue());
      identities.add(
          (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(bytes)));
    }
    return identities;
  }

  private static DeviceOwner owner(JsonNode fact) {
    JsonNode owner = fact.required("owner");
    return new DeviceOwner(text(owner, "address"), text(owner, "name"));
  }

  private static JsonNode list(JsonNode node, String field) {
    JsonNode list = node.required(field);
    if (!list.isArray()) {
      throw new IllegalArgumentException(field);
    }
    return list;
  }

  private static String text(JsonNode node, String field) {
    JsonNode text = node.required(field);
    if (!text.isTextual()) {
      throw new IllegalArgumentException(field);
    }
    return text.textValue();
  }

  private static String der(X509Certificate certificate) {
    try {
      return Base64.getEncoder().encodeToString(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("identities: a certificate has no encoding", e);
    }
  }
}
