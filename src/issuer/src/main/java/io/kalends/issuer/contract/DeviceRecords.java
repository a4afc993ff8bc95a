package io.kalends.issuer.contract;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kalends.edge.Endpoint;
import io.kalends.edge.Exchange;
import io.kalends.edge.Parameters;
import io.kalends.edge.Request;
import io.kalends.edge.Response;
import io.kalends.edge.Route;
import io.kalends.issuer.contract.DeviceRecordTable.Page;
import io.kalends.issuer.token.AppAccess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Devices a tenant trusts: create, list, read, update and delete. Field names are those of the
 * official SDKs; scopes and what an unknown id is answered are not documented and assumed here.
 */
final class DeviceRecords {

  static final String PATH = "/open-apis/security_and_compliance/v2/device_records";

  /** Documented: ten calls a second. */
  static final Limits LIMITS = new Limits(10, 600);

  private static final String ONE = PATH + "/{device_record_id}";
  private static final Set<String> WRITE = Set.of("security_and_compliance:device_record");
  private static final Set<String> READ =
      Set.of(
          "security_and_compliance:device_record",
          "security_and_compliance:device_record:readonly");
  private static final int DEFAULT_PAGE = 20;
  private static final int MAX_PAGE = 100;

  private final TenantCallers callers;
  private final DeviceRecordTable table;
  private final JsonBody bodies = new JsonBody(false, ContractError.FIELD_VALIDATION);
  private final DeviceRecordFields fields = new DeviceRecordFields(bodies);

  DeviceRecords(TenantCallers callers, DeviceRecordTable table) {
    this.callers = callers;
    this.table = table;
  }

  /**
   * The routes.
   *
   * @param limits makes a counter for each method
   * @param guarded answers refusals
   */
  List<Route> routes(Function<Limits, RateLimit> limits, UnaryOperator<Endpoint> guarded) {
    RateLimit create = limits.apply(LIMITS);
    RateLimit list = limits.apply(LIMITS);
    RateLimit get = limits.apply(LIMITS);
    RateLimit update = limits.apply(LIMITS);
    RateLimit delete = limits.apply(LIMITS);
    return List.of(
        new Route("POST", PATH, guarded.apply((q, x) -> create(q, caller(q, WRITE, create)))),
        new Route("GET", PATH, guarded.apply((q, x) -> list(q, caller(q, READ, list)))),
        new Route("GET", ONE, guarded.apply((q, x) -> get(id(x), caller(q, READ, get)))),
        new Route("PUT", ONE, guarded.apply((q, x) -> update(q, id(x), caller(q, WRITE, update)))),
        new Route("DELETE", ONE, guarded.apply((q, x) -> delete(id(x), caller(q, WRITE, delete)))));
  }

  private AppAccess caller(Request request, Set<String> scopes, RateLimit limit) {
    return callers.caller(request, scopes, limit);
  }

  private static String id(Exchange exchange) {
    return exchange.part("device_record_id");
  }

  private Response create(Request request, AppAccess caller) {
    ObjectNode record = fields.read(bodies.read(request));
    fields.checkItNamesADevice(record);
    String id = table.create(caller.tenant(), record);
    return Replies.success(data -> data.put("device_record_id", id));
  }

  private Response get(String id, AppAccess caller) {
    ObjectNode record = table.find(caller.tenant(), id).orElseThrow(() -> unknown(id));
    return Replies.success(data -> data.set("device_record", record));
  }

  private Response update(Request request, String id, AppAccess caller) {
    ObjectNode changes = fields.read(bodies.read(request));
    if (!table.update(caller.tenant(), id, changes)) {
      throw unknown(id);
    }
    return Replies.success(data -> {});
  }

  private Response delete(String id, AppAccess caller) {
    if (!table.delete(caller.tenant(), id)) {
      throw unknown(id);
    }
    return Replies.success(data -> {});
  }

  private Response list(Request request, AppAccess caller) {
    Map<String, String> filters = new HashMap<>();
    int size = DEFAULT_PAGE;
    long after = 0;
    try {
      Parameters query = Parameters.of(request.query());
      for (String name : query.names()) {
        String value =
            query.one(name).orElseThrow(() -> bodies.refusal(name, "must be given once"));
        switch (name) {
          case "page_size" -> size = (int) number(name, value, 1, MAX_PAGE);
          case "page_token" -> after = number(name, value, 0, Long.MAX_VALUE);
          case "user_id_type" -> {}
          default -> filters.put(fields.filter(name), value);
        }
      }
    } catch (IllegalArgumentException e) {
      throw bodies.refusal("query", "is wrongly encoded");
    }
    return page(table.page(caller.tenant(), after, size, filters));
  }

  private static Response page(Page page) {
    ArrayNode items = JsonNodeFactory.instance.arrayNode().addAll(page.items());
    return Replies.success(
        data -> {
          data.set("items", items);
          data.put("has_more", page.next() != 0);
          data.put("page_token", page.next() == 0 ? "" : Long.toString(page.next()));
        });
  }

  private long number(String field, String text, long least, long most) {
    if (text.matches("[0-9]{1,18}")) {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw bodies.refusal(field, "must be a number, at least " + least + ", at most " + most);
  }

  private Refusal unknown(String id) {
    return Refusal.of(
        ContractError.FIELD_VALIDATION,
        new Refusal.Violation("device_record_id", id, "is none of this tenant's device records"));
  }
}
