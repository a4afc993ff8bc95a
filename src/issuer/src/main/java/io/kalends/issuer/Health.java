package io.kalends.issuer;

import io.kalends.edge.Response;
import io.kalends.edge.Route;
import io.kalends.store.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a load balancer asks: is it alive, is it ready. Tells nothing else, to anybody. */
final class Health {

  private static final Logger LOG = LoggerFactory.getLogger(Health.class);

  private Health() {}

  /**
   * The routes: {@code /healthz} answers while the process does, {@code /readyz} while work can be
   * done.
   */
  static List<Route> routes(Database database) {
    return List.of(
        new Route("GET", "/healthz", (request, exchange) -> Response.text(200, "alive")),
        new Route("GET", "/readyz", (request, exchange) -> ready(database, exchange.logId())));
  }

  private static Response ready(Database database, String logId) {
    try {
      database.read(
          "ready",
          connection -> {
            // A table of the issuer's: an empty database answers SELECT 1 too.
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT COUNT(*) FROM pepper_check");
                ResultSet row = select.executeQuery()) {
              return row.next();
            }
          });
      return Response.text(200, "ready");
    } catch (RuntimeException e) {
      LOG.warn("not ready: the database does not answer, log_id={}", logId, e);
      return Response.text(503, "the database does not answer");
    }
  }
}
