package io.kalends.host;

import io.kalends.edge.Handler;
import io.kalends.edge.HttpServer.Bounds;
import io.kalends.edge.Response;
import io.kalends.edge.Route;
import io.kalends.edge.Router;
import io.kalends.event.EventReceiver;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What the service answers over HTTP: whether it is there, and webhooks. */
public final class FrontDoor {

  /**
   * What the server should be started with. Bodies are read before anybody knows who sends them, so
   * that as many of 1 MiB as there are connections may be held at one moment, for 15 s each.
   */
  public static final Bounds BOUNDS =
      new Bounds(
          Duration.ofSeconds(15), Duration.ofSeconds(5), 32, 512, Duration.ofSeconds(10), 512);

  private static final String LOG_ID_HEADER = "X-Request-Id";

  private FrontDoor() {}

  /**
   * A front door, to be given to {@link io.kalends.edge.HttpServer#start} with {@link #BOUNDS}. It
   * answers {@code GET /healthz} with 200 for as long as requests are answered at all, and passes
   * {@code /webhooks/{instance}} and whatever follows to that instance's receiver, of any method
   * and with bodies up to 1 MiB. A receiver's facts are with the inbox before the sender hears of
   * it; when the inbox fails, the sender hears 503 and is asked to come again.
   *
   * @param tenant whose the instances are
   * @param receivers those instances that receive events, by their names in the configuration: a to
   *     z, 0 to 9, {@code _} and {@code -}
   * @param inbox keeps what arrives
   * @param clock for log ids
   * @param random for log ids
   * @return answers everything
   * @throws IllegalArgumentException when an instance's name cannot stand in a path
   */
  public static Handler of(
      String tenant,
      Map<String, EventReceiver> receivers,
      InboxDoor inbox,
      Clock clock,
      SecureRandom random) {
    Webhooks webhooks = new Webhooks(tenant, receivers, inbox);
    List<Route> routes =
        List.of(
            new Route("GET", "/healthz", (request, exchange) -> Response.text(200, "ok")),
            new Route(
                Route.ANY,
                Webhooks.PREFIX + "**",
                (request, exchange) -> webhooks.answer(request, exchange.logId()),
                webhooks::bodyBytes));
    return Router.of(routes, LOG_ID_HEADER, clock, random);
  }
}
