package io.kalends.wire;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.jspecify.annotations.Nullable;

/**
 * A connection that has no wire log and no header log to switch on. HttpClient's own writes tokens
 * and passwords to {@code org.apache.hc.client5.http.wire} and {@code .headers} as soon as somebody
 * sets a logger to DEBUG; here the code that would is not on the way. Heads are bounded too.
 */
public final class SilentConnection extends DefaultManagedHttpClientConnection {

  private static final Http1Config BOUNDED_HEADS =
      Http1Config.custom()
          .setMaxHeaderCount(100)
          .setMaxLineLength(16 * 1024)
          .setMaxEmptyLineCount(1)
          .build();

  private SilentConnection() {
    super("kalends", null, null, BOUNDED_HEADS, null, null, null, null);
  }

  /**
   * Makes a connection, as the connection factory of a pool.
   *
   * @param socket to be bound at once; null for a connection that is bound later
   * @return with nothing that writes what passes
   * @throws IOException when the socket is of no use
   */
  public static ManagedHttpClientConnection bound(@Nullable Socket socket) throws IOException {
    SilentConnection connection = new SilentConnection();
    if (socket != null) {
      connection.bind(socket);
    }
    return connection;
  }

  @Override
  public void bind(Socket socket) throws IOException {
    bind(new SocketHolder(socket));
  }

  @Override
  public void bind(SSLSocket tls, Socket socket) throws IOException {
    bind(new SocketHolder(tls, socket));
  }

  @Override
  protected void onRequestSubmitted(ClassicHttpRequest request) {
    // The parent writes the headers to the log here.
  }

  @Override
  protected void onResponseReceived(ClassicHttpResponse response) {
    // Here too.
  }
}
