package io.kalends.adapters.generic;

import io.kalends.enrollment.Channel;
import io.kalends.enrollment.Device;
import io.kalends.enrollment.EnrollmentId;
import io.kalends.event.ProvisioningEvent;
import io.kalends.event.ProvisioningEvent.CheckedIn;
import io.kalends.event.ProvisioningEvent.CheckedOut;
import io.kalends.event.ProvisioningEvent.CommandError;
import io.kalends.event.ProvisioningEvent.CommandReported;
import io.kalends.event.ProvisioningEvent.CommandStatus;
import io.kalends.event.ProvisioningEvent.Enrolled;
import io.kalends.event.ProvisioningEvent.OwnerChanged;
import io.kalends.event.ProvisioningEvent.ReEnrolled;
import io.kalends.event.ProvisioningEvent.UserChannelReady;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** One event, or up to 500 of them, out of the agreed JSON. All of them or none. */
final class EventReader {

  static final int MAX_EVENTS = 500;

  private static final int MAX_ID = 200;
  private static final int MAX_SHORT = 64;
  private static final int MAX_ERRORS = 20;
  private static final int MAX_DOMAIN = 256;
  private static final Set<String> FIELDS =
      Set.of("id", "type", "at", "device", "attempt", "errors");
  private static final Set<String> COMMANDS = Set.of("installed", "removed", "failed", "not_now");
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /** What a clock may show; anything else is a mistake of units. */
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

  private EventReader() {}

  static List<ProvisioningEvent> read(byte[] body) throws RefusedBody {
    StrictObject root = StrictObject.parse(body);
    if (!root.has("events")) {
      return List.of(event(root));
    }
    root.only(Set.of("events"));
    List<ProvisioningEvent> events = new ArrayList<>();
    for (StrictObject one : root.objects("events", 1, MAX_EVENTS)) {
      events.add(event(one));
    }
    return events;
  }

  private static ProvisioningEvent event(StrictObject json) throws RefusedBody {
    json.only(FIELDS);
    String id = id(json);
    Instant at = at(json);
    String type = json.text("type", MAX_SHORT);
    DeviceFields device = DeviceFields.of(json.object("device"));
    if (COMMANDS.contains(type)) {
      return command(json, id, at, type, device.enrollment());
    }
    for (String field : List.of("attempt", "errors")) {
      if (json.has(field)) {
        throw json.refused(field, "not with this type; leave it out");
      }
    }
    return switch (type) {
      case "enrolled" -> arrived(id, at, device.whole());
      case "reenrolled" -> new ReEnrolled(id, at, device.whole());
      case "unenrolled" -> new CheckedOut(id, at, device.enrollment());
      case "checked_in" -> new CheckedIn(id, at, device.enrollment());
      case "owner_changed" -> new OwnerChanged(id, at, device.enrollment(), device.owner());
      default ->
          throw json.refused(
              "type",
              "must be one of enrolled, reenrolled, unenrolled, installed, removed, failed,"
                  + " not_now, checked_in, owner_changed");
    };
  }

  private static ProvisioningEvent arrived(String id, Instant at, Device device) {
    return device.channel() == Channel.USER
        ? new UserChannelReady(id, at, device)
        : new Enrolled(id, at, device);
  }

  private static CommandReported command(
      StrictObject json, String id, Instant at, String type, EnrollmentId enrollment)
      throws RefusedBody {
    String attempt = json.text("attempt", MAX_SHORT);
    if (!UUID_FORM.matcher(attempt).matches()) {
      throw json.refused("attempt", "must be the UUID that Kalends sent, 36 characters");
    }
    boolean failed = type.equals("failed");
    if (json.has("errors") && !failed) {
      throw json.refused("errors", "only with type failed; leave it out");
    }
    CommandStatus status =
        failed
            ? CommandStatus.ERROR
            : type.equals("not_now") ? CommandStatus.NOT_NOW : CommandStatus.ACKNOWLEDGED;
    List<CommandError> errors = json.has("errors") ? errors(json) : List.of();
    return new CommandReported(id, at, enrollment, UUID.fromString(attempt), status, errors);
  }

  private static List<CommandError> errors(StrictObject json) throws RefusedBody {
    List<CommandError> errors = new ArrayList<>();
    for (StrictObject one : json.objects("errors", 0, MAX_ERRORS)) {
      one.only(Set.of("domain", "code"));
      errors.add(new CommandError(one.text("domain", MAX_DOMAIN), one.whole("code")));
    }
    return errors;
  }

  /** As strict as an enrollment's id: it becomes a key in the database. */
  private static String id(StrictObject json) throws RefusedBody {
    String id = json.text("id", MAX_ID);
    try {
      return new EnrollmentId(id).value();
    } catch (IllegalArgumentException e) {
      throw json.refused("id", "holds a control character or half a surrogate pair");
    }
  }

  private static Instant at(StrictObject json) throws RefusedBody {
    Optional<Instant> at = instant(json.text("at", MAX_SHORT));
    if (at.isEmpty() || at.get().isBefore(EARLIEST) || at.get().isAfter(LATEST)) {
      throw json.refused(
          "at",
          "must be a time with its offset, for example 2026-11-22T10:00:00Z, from 2000 to 2099");
    }
    return at.get();
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
