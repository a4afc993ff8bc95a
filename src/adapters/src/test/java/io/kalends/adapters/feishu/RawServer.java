package io.kalends.adapters.feishu;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that reads one request per connection and then does what no decent server would. */
final class RawServer implements AutoCloseable {

  /** What happens after a whole request was read. */
  interface Script {
    void answer(Socket socket, OutputStream out) throws IOException, InterruptedException;
  }

  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");

  private final ServerSocket socket;
  private final Script script;
  private final AtomicInteger connections = new AtomicInteger();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  RawServer(Script script) {
    this.script = script;
    try {
      this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  /** Answers every request with these bytes (Latin-1) and closes. */
  static RawServer answering(String bytes) {
    return new RawServer((socket, out) -> out.write(bytes.getBytes(ISO_8859_1)));
  }

  static RawServer answeringJson(String statusLine, String headers, String json) {
    return answering(
        statusLine
            + "\r\nContent-Type: application/json; charset=utf-8\r\n"
            + headers
            + "Content-Length: "
            + json.length()
            + "\r\n\r\n"
            + json);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  int port() {
    return socket.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  List<String> requests() {
    return requests;
  }

  /** Waits without sleeping: a script's pause, over at once when the server closes. */
  boolean pause(long millis) throws InterruptedException {
    return closed.await(millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connections.incrementAndGet();
        start(() -> serve(connection));
      } catch (IOException e) {
        // Closed: the loop ends.
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      String request = read(connection.getInputStream());
      if (!request.isEmpty()) {
        requests.add(request);
        script.answer(connection, connection.getOutputStream());
      }
    } catch (IOException e) {
      // The client went away, which is what most of these tests are about.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int next = in.read();
    while (next >= 0) {
      bytes.write(next);
      if (isWhole(bytes.toString(ISO_8859_1))) {
        return bytes.toString(ISO_8859_1);
      }
      next = in.read();
    }
    return "";
  }

  private static boolean isWhole(String request) {
    int head = request.indexOf("\r\n\r\n");
    if (head < 0) {
      return false;
    }
    Matcher length = LENGTH.matcher(request);
    int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
    return request.length() >= head + 4 + body;
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }
}
