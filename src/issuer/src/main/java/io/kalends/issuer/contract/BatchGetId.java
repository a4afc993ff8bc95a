package io.kalends.issuer.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kalends.edge.Endpoint;
import io.kalends.edge.Exchange;
import io.kalends.edge.Parameters;
import io.kalends.edge.Request;
import io.kalends.edge.Response;
import io.kalends.issuer.contract.PeopleSearch.Row;
import io.kalends.issuer.directory.App;
import io.kalends.issuer.directory.Person;
import io.kalends.issuer.directory.PersonIds;
import io.kalends.issuer.token.AppAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds people by e-mail address and mobile number: one row for each value sent, without {@code
 * user_id} where nobody is found. People outside the app's availability range are not found.
 */
final class BatchGetId implements Endpoint {

  static final String PATH = "/open-apis/contact/v3/users/batch_get_id";

  private static final String SCOPE = "contact:user.id:readonly";
  private static final String USER_ID_SCOPE = "contact:user.employee_id:readonly";

  /** Which scope shows the status is not documented; this one reads people's base data. */
  private static final String STATUS_SCOPE = "contact:user.base:readonly";

  private static final int MAX_VALUES = 50;

  private final TenantCallers callers;
  private final RateLimit limit;
  private final PeopleSearch people;
  private final PersonIds ids;
  private final JsonBody bodies = new JsonBody(false, ContractError.FIELD_VALIDATION);

  BatchGetId(TenantCallers callers, RateLimit limit, PeopleSearch people, PersonIds ids) {
    this.callers = callers;
    this.limit = limit;
    this.people = people;
    this.ids = ids;
  }

  @Override
  public Response answer(Request request, Exchange exchange) {
    AppAccess caller = callers.caller(request, Set.of(SCOPE), limit);
    Function<Person, String> names = names(caller.app(), request);
    JsonNode body = bodies.read(request);
    List<String> emails = values(body, "emails");
    List<String> mobiles = values(body, "mobiles");
    boolean resigned = includesResigned(body);
    List<Row> found = people.find(caller.tenant(), emails, mobiles);
    return Replies.success(
        data -> {
          ArrayNode rows = data.putArray("user_list");
          for (Row row : found) {
            ObjectNode shown = rows.addObject().put(row.field(), row.value());
            row.person()
                .filter(caller.app()::isAvailableTo)
                .filter(person -> resigned || person.status() != Person.Status.RESIGNED)
                .ifPresent(person -> show(shown, person, caller.app(), names));
          }
        });
  }

  private static void show(ObjectNode row, Person person, App app, Function<Person, String> names) {
    row.put("user_id", names.apply(person));
    if (app.scopes().contains(STATUS_SCOPE)) {
      Person.Status status = person.status();
      row.putObject("status")
          .put("is_frozen", status == Person.Status.FROZEN)
          .put("is_resigned", status == Person.Status.RESIGNED)
          .put("is_activated", status != Person.Status.UNREGISTERED)
          .put("is_exited", false)
          .put("is_unjoin", status == Person.Status.UNREGISTERED);
    }
  }

  private Function<Person, String> names(App app, Request request) {
    String type = query(request, "user_id_type", "open_id");
    return switch (type) {
      case "open_id" -> person -> ids.openId(app.id(), person);
      case "union_id" -> ids::unionId;
      case "user_id" -> {
        if (!app.scopes().contains(USER_ID_SCOPE)) {
          throw Refusal.needing(ContractError.APP_SCOPE_MISSING, Set.of(USER_ID_SCOPE));
        }
        yield ids::userId;
      }
      default -> throw bodies.refusal("user_id_type", "must be open_id, union_id or user_id");
    };
  }

  private String query(Request request, String name, String otherwise) {
    try {
      Parameters parameters = Parameters.of(request.query());
      if (parameters.all(name).size() > 1) {
        throw bodies.refusal(name, "must be given once");
      }
      return parameters.one(name).orElse(otherwise);
    } catch (IllegalArgumentException e) {
      throw bodies.refusal("query", "is wrongly encoded");
    }
  }

  private List<String> values(JsonNode body, String field) {
    JsonNode sent = body.path(field);
    List<String> values = new ArrayList<>();
    if (sent.isMissingNode() || sent.isNull()) {
      return values;
    }
    if (!sent.isArray() || sent.size() > MAX_VALUES) {
      throw bodies.refusal(field, "must be a list of at most " + MAX_VALUES + " texts");
    }
    for (JsonNode value : sent) {
      if (!value.isTextual()) {
        throw bodies.refusal(field, "must be a list of texts");
      }
      values.add(value.textValue());
    }
    return values;
  }

  private boolean includesResigned(JsonNode body) {
    JsonNode flag = body.path("include_resigned");
    if (!flag.isMissingNode() && !flag.isBoolean()) {
      throw bodies.refusal("include_resigned", "must be true or false");
    }
    return flag.booleanValue();
  }
}
