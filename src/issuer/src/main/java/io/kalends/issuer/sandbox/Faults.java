package io.kalends.issuer.sandbox;

import io.kalends.edge.Endpoint;
import io.kalends.edge.Exchange;
import io.kalends.edge.Request;
import io.kalends.edge.Response;
import io.kalends.edge.Route;
import io.kalends.issuer.contract.Rules;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Misbehaviour at work: hits calls by order, by name in a header, or by chance, and remembers what
 * it hit. Clients see nothing but the fault. Safe for use by several threads.
 */
public final class Faults {

  /** Names a fault for one call, where the plan allows that. */
  public static final String HEADER = "X-Kalends-Fault";

  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
  private static final int REMEMBERED = 1_000;

  /** Odd, and not the step of the generator, whose draws would come again in the next call. */
  private static final long SPREAD = 0xD1342543DE82EF95L;

  private final FaultPlan plan;
  private final Rules rules;
  private final Clock clock;
  private final List<Fault> drawn;
  private final Deque<Fault> ordered = new ArrayDeque<>();
  private final Deque<Injected> recent = new ArrayDeque<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private long calls;

  /**
   * A fault that hit.
   *
   * @param call its number, the first one being 1
   * @param path what was called
   * @param fault by what it was hit
   */
  public record Injected(long call, String path, String fault) {}

  /**
   * Misbehaviour by a plan.
   *
   * @param plan how
   * @param rules which statuses are answered
   * @param clock that may be skewed
   */
  public Faults(FaultPlan plan, Rules rules, Clock clock) {
    this.plan = plan;
    this.rules = rules;
    this.clock = clock;
    this.drawn = plan.drawn();
  }

  /**
   * Orders faults: each hits the next call it fits, and only one.
   *
   * @param faults in the order in which they are to hit
   * @throws IllegalStateException when the sandbox is off
   */
  public synchronized void next(Fault... faults) {
    if (!plan.isOn()) {
      throw new IllegalStateException("the sandbox is off; start the issuer with a plan of faults");
    }
    ordered.addAll(List.of(faults));
  }

  /**
   * How often each fault hit.
   *
   * @return by name; those that never hit are not in it
   */
  public synchronized Map<String, Long> counts() {
    return new TreeMap<>(counts);
  }

  /**
   * What hit, in order: the last thousand.
   *
   * @return a copy
   */
  public synchronized List<Injected> injected() {
    return List.copyOf(recent);
  }

  /**
   * The same routes, misbehaving. Pages for people, health and administration stay well behaved.
   *
   * @param routes of the issuer
   * @return for a router; the same ones when the sandbox is off
   */
  public List<Route> around(List<Route> routes) {
    if (!plan.isOn()) {
      return routes;
    }
    LOG.warn("THE SANDBOX IS ON, calls will go wrong: {}. Not for production", plan);
    return routes.stream()
        .map(
            route ->
                Target.isCalled(route.path())
                    ? new Route(
                        route.method(), route.path(), around(route.endpoint()), route.bodyBytes())
                    : route)
        .toList();
  }

  private Endpoint around(Endpoint endpoint) {
    return (request, exchange) -> {
      Optional<Fault> fault;
      try {
        fault = choose(request, exchange);
      } catch (IllegalArgumentException e) {
        // Not a client under test, but who drives the test: to be told plainly.
        return Response.text(400, HEADER + ": " + e.getMessage());
      }
      if (fault.isEmpty()) {
        return endpoint.answer(request, exchange);
      }
      return fault
          .get()
          .on(
              new Call(
                  request,
                  exchange.logId(),
                  clock.instant(),
                  () -> endpoint.answer(request, exchange),
                  plan,
                  rules));
    };
  }

  private synchronized Optional<Fault> choose(Request request, Exchange exchange) {
    calls++;
    Optional<Fault> fault = named(request);
    if (fault.isEmpty()) {
      fault = ordered(request);
    }
    if (fault.isEmpty()) {
      fault = byChance(request);
    }
    fault.ifPresent(hit -> remember(hit, request, exchange));
    return fault;
  }

  private Optional<Fault> named(Request request) {
    List<String> names = plan.takesHeader() ? request.header(HEADER) : List.of();
    if (names.isEmpty()) {
      return Optional.empty();
    }
    Fault fault = Fault.named(names.get(0).strip());
    if (!fault.fits(request)) {
      throw new IllegalArgumentException("fault " + fault + " fits no such call");
    }
    return Optional.of(fault);
  }

  private Optional<Fault> ordered(Request request) {
    for (Iterator<Fault> waiting = ordered.iterator(); waiting.hasNext(); ) {
      Fault fault = waiting.next();
      if (fault.fits(request)) {
        waiting.remove();
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  private Optional<Fault> byChance(Request request) {
    SplittableRandom chance = new SplittableRandom(plan.seed() ^ (calls * SPREAD));
    if (chance.nextDouble() >= plan.rate()) {
      return Optional.empty();
    }
    List<Fault> fitting = new ArrayList<>(drawn);
    fitting.removeIf(fault -> !fault.fits(request));
    return fitting.isEmpty()
        ? Optional.empty()
        : Optional.of(fitting.get(chance.nextInt(fitting.size())));
  }

  private void remember(Fault fault, Request request, Exchange exchange) {
    LOG.info(
        "fault {} injected into call {}: {} log_id={}",
        fault,
        calls,
        request.path(),
        exchange.logId());
    counts.merge(fault.name(), 1L, Long::sum);
    recent.add(new Injected(calls, request.path(), fault.name()));
    if (recent.size() > REMEMBERED) {
      recent.remove();
    }
  }
}
