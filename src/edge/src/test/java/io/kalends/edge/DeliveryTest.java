package io.kalends.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kalends.edge.Response.Delivery;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a client sees of each manner of delivery. */
class DeliveryTest {

  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String BODY = "0123456789";

  @Test
  void aLateAnswerIsWholeWhenItComes() throws IOException {
    try (HttpServer server = answering(Delivery.after(Duration.ofMillis(300)));
        RawClient client = new RawClient(server.baseUrl())) {
      long began = System.nanoTime();
      assertThat(client.write(GET).readUntil(BODY)).startsWith("HTTP/1.1 200");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(290));
    }
  }

  @Test
  void aCutAnswerPromisesMoreThanItBrings() throws IOException {
    try (HttpServer server = answering(Delivery.CUT);
        RawClient client = new RawClient(server.baseUrl())) {
      assertThat(client.write(GET).readAll())
          .startsWith("HTTP/1.1 200")
          .contains("Content-Length: 10")
          .endsWith("\r\n\r\n01234");
    }
  }

  @Test
  void aResetConnectionBringsNotOneByte() throws IOException {
    try (HttpServer server = answering(Delivery.RESET);
        RawClient client = new RawClient(server.baseUrl())) {
      client.write(GET);
      assertThatThrownBy(client::readAll)
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  @Test
  void aDrippingAnswerIsSlowAndWhole() throws IOException {
    try (HttpServer server = answering(Delivery.dripped(Duration.ofMillis(50)));
        RawClient client = new RawClient(server.baseUrl())) {
      client.write(GET).readUntil("\r\n\r\n");
      long began = System.nanoTime();
      assertThat(client.readUntil("9")).isEqualTo(BODY);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(300));
    }
  }

  private static HttpServer answering(Delivery delivery) {
    return HttpServer.start(
        "127.0.0.1",
        0,
        new Handler() {
          @Override
          public Response handle(Request request) {
            return Response.text(200, BODY).delivered(delivery);
          }

          @Override
          public Response malformed(int status) {
            return Response.text(status, "malformed");
          }
        });
  }
}
