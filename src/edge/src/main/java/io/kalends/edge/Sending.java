package io.kalends.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;

/** One answer on its way, in the manner it asks for. No thread waits for it. */
final class Sending {

  private final Response answer;
  private final org.eclipse.jetty.server.Request request;
  private final org.eclipse.jetty.server.Response response;
  private final Callback callback;
  private final byte[] body;

  Sending(
      Response answer,
      org.eclipse.jetty.server.Request request,
      org.eclipse.jetty.server.Response response,
      Callback callback) {
    this.answer = answer;
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.body = answer.body().getBytes(UTF_8);
  }

  void send() {
    if (answer.delivery().after().isZero()) {
      begin();
    } else {
      later(this::begin, answer.delivery().after());
    }
  }

  private void begin() {
    if (answer.delivery().manner() == Response.Manner.RESET) {
      reset();
      return;
    }
    putHead();
    switch (answer.delivery().manner()) {
      case DRIPPED -> drip(0);
      case CUT ->
          response.write(
              false,
              ByteBuffer.wrap(body, 0, body.length / 2),
              Callback.from(() -> callback.failed(new EOFException("cut"))));
      default -> response.write(true, ByteBuffer.wrap(body), callback);
    }
  }

  private void putHead() {
    response.setStatus(answer.status());
    answer
        .headers()
        .forEach(
            (name, value) -> {
              if (!value.isEmpty()) {
                response.getHeaders().put(name, value);
              }
            });
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
  }

  private void drip(int from) {
    if (from >= body.length) {
      response.write(true, ByteBuffer.allocate(0), callback);
      return;
    }
    response.write(
        false,
        ByteBuffer.wrap(body, from, 1),
        Callback.from(
            () -> later(() -> drip(from + 1), answer.delivery().pause()), callback::failed));
  }

  private void later(Runnable next, Duration wait) {
    request.getComponents().getScheduler().schedule(next, wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Lingering for no time at all makes the kernel send RST in place of FIN. */
  private void reset() {
    EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    try {
      if (endPoint.getTransport() instanceof SocketChannel channel) {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
    } catch (IOException e) {
      // The client was quicker and is gone; there is nobody to reset.
      callback.failed(e);
      return;
    }
    endPoint.close();
    // Not failed: Jetty would log an error, and there is nobody left to tell.
    callback.succeeded();
  }
}
