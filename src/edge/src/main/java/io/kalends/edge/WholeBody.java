package io.kalends.edge;

import java.io.ByteArrayOutputStream;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Collects the body before anything is done about a request. Waiting for a slow client holds no
 * thread, so that a few of them do not keep everybody else out.
 */
final class WholeBody extends Handler.Wrapper {

  private static final String ATTRIBUTE = WholeBody.class.getName();

  /** Swallowed beyond what is kept, so that a client still sending hears the answer. */
  private static final long MAX_DROPPED_BYTES = 1024L * 1024;

  private final io.kalends.edge.Handler bounds;
  private final SlowClients slowClients;

  /**
   * Before a handler.
   *
   * @param bounds says how much is read
   */
  WholeBody(Handler handler, io.kalends.edge.Handler bounds, SlowClients slowClients) {
    super(handler);
    this.bounds = bounds;
    this.slowClients = slowClients;
  }

  /** The request with its body. */
  static io.kalends.edge.Request of(Request request) {
    if (request.getAttribute(ATTRIBUTE) instanceof io.kalends.edge.Request whole) {
      return whole;
    }
    throw new IllegalStateException("the body comes first");
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    slowClients.sending(request);
    new Collecting(request, response, callback).run();
    return true;
  }

  private final class Collecting implements Runnable {

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
    private final io.kalends.edge.Request head;
    private final int bound;
    private long seen;

    Collecting(Request request, Response response, Callback callback) {
      this.request = request;
      this.response = response;
      this.callback = callback;
      this.head = Edge.head(request);
      this.bound = bounds.bodyBytes(head);
    }

    /** Called again whenever more has arrived. */
    @Override
    public void run() {
      while (true) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          request.demand(this);
          return;
        }
        if (Content.Chunk.isFailure(chunk)) {
          // It broke off or was wrongly framed.
          Response.writeError(request, response, callback, 400);
          return;
        }
        boolean last = chunk.isLast();
        keep(chunk);
        chunk.release();
        if (last || seen > bound + MAX_DROPPED_BYTES) {
          handleWhole();
          return;
        }
      }
    }

    private void keep(Content.Chunk chunk) {
      seen += chunk.remaining();
      int room = bound - kept.size();
      byte[] bytes = new byte[Math.min(room, chunk.remaining())];
      chunk.get(bytes, 0, bytes.length);
      kept.writeBytes(bytes);
    }

    private void handleWhole() {
      slowClients.sent(request);
      request.setAttribute(ATTRIBUTE, head.with(Body.owning(kept.toByteArray(), seen > bound)));
      try {
        if (!WholeBody.super.handle(request, response, callback)) {
          Response.writeError(request, response, callback, 404);
        }
      } catch (Exception e) {
        Response.writeError(request, response, callback, e);
      }
    }
  }
}
