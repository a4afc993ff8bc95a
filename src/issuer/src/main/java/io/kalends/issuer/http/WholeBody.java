package io.kalends.issuer.http;

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
  private static final int MAX_DROPPED_BYTES = 1024 * 1024;

  private final SlowClients slowClients;

  WholeBody(Handler handler, SlowClients slowClients) {
    super(handler);
    this.slowClients = slowClients;
  }

  /** What was collected. */
  static Body of(Request request) {
    return request.getAttribute(ATTRIBUTE) instanceof Body body ? body : Body.EMPTY;
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
    private long seen;

    Collecting(Request request, Response response, Callback callback) {
      this.request = request;
      this.response = response;
      this.callback = callback;
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
        if (last || seen > HttpServer.MAX_BODY_BYTES + MAX_DROPPED_BYTES) {
          handleWhole();
          return;
        }
      }
    }

    private void keep(Content.Chunk chunk) {
      seen += chunk.remaining();
      int room = HttpServer.MAX_BODY_BYTES - kept.size();
      byte[] bytes = new byte[Math.min(room, chunk.remaining())];
      chunk.get(bytes, 0, bytes.length);
      kept.writeBytes(bytes);
    }

    private void handleWhole() {
      slowClients.sent(request);
      boolean cut = seen > HttpServer.MAX_BODY_BYTES;
      request.setAttribute(ATTRIBUTE, Body.owning(kept.toByteArray(), cut));
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
