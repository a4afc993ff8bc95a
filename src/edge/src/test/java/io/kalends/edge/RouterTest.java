package io.kalends.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouterTest {

  private final Router router =
      Router.of(
          List.of(
              new Route("GET", "/exact", (q, x) -> Response.text(200, "exact")),
              new Route(
                  "GET",
                  "/users/{name}",
                  (q, x) -> Response.text(200, "user " + x.part("name")),
                  head -> 17),
              new Route(Route.ANY, "/below/**", (q, x) -> Response.text(200, "below"), head -> 18),
              new Route(Route.ANY, "/any", (q, x) -> Response.text(200, "any"))),
          "X-Id",
          Clock.systemUTC(),
          new SecureRandom());

  @Test
  void aRouteIsFoundByMethodAndPath() {
    assertThat(body("GET", "/exact")).isEqualTo("exact");
    assertThat(body("GET", "/users/a+b%20c")).isEqualTo("user a+b c");
    assertThat(status("POST", "/exact")).isEqualTo(404);
    assertThat(status("GET", "/users/")).isEqualTo(404);
    assertThat(status("GET", "/users/a/b")).isEqualTo(404);
  }

  @Test
  void aRouteMayTakeAnyMethodAndAllBelowAPath() {
    assertThat(body("PROPFIND", "/any")).isEqualTo("any");
    assertThat(body("PUT", "/below/")).isEqualTo("below");
    assertThat(body("GET", "/below/a//b/%2F")).isEqualTo("below");
    assertThat(status("GET", "/below")).isEqualTo(404);
    assertThat(status("GET", "/belowx/")).isEqualTo(404);
    assertThat(status("*", "/exact")).isEqualTo(404);
  }

  @Test
  void itsOwnBoundOnBodiesHoldsHoweverItIsFound() {
    assertThat(router.bodyBytes(request("GET", "/exact"))).isEqualTo(HttpServer.MAX_BODY_BYTES);
    assertThat(router.bodyBytes(request("GET", "/users/a"))).isEqualTo(17);
    assertThat(router.bodyBytes(request("POST", "/below/a"))).isEqualTo(18);
    assertThat(router.bodyBytes(request("GET", "/no"))).isEqualTo(HttpServer.MAX_BODY_BYTES);
  }

  @Test
  void everyAnswerCarriesItsLogIdUnderTheNameItWasGiven() {
    assertThat(router.handle(request("GET", "/exact")).headers()).containsOnlyKeys("X-Id");
    assertThat(router.handle(request("GET", "/no")).headers()).containsOnlyKeys("X-Id");
    assertThat(router.malformed(503).headers()).containsOnlyKeys("X-Id", "Retry-After");
  }

  @Test
  void twoEndpointsAtOnePlaceAreAMistake() {
    Route route = new Route("GET", "/x", (q, x) -> Response.text(200, ""));
    assertThatThrownBy(
            () -> Router.of(List.of(route, route), "X-Id", Clock.systemUTC(), new SecureRandom()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/x");
  }

  private String body(String method, String path) {
    return router.handle(request(method, path)).body();
  }

  private int status(String method, String path) {
    return router.handle(request(method, path)).status();
  }

  private static Request request(String method, String path) {
    return new Request(method, path, "", Map.of(), Body.EMPTY, "");
  }
}
