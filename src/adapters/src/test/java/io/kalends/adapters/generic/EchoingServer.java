package io.kalends.adapters.generic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that throws everything it was sent back, in each place a client might quote from. */
final class EchoingServer implements AutoCloseable {

  /** How many different answers there are, one per request in turn. */
  static final int MANNERS = 4;

  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");

  private final ServerSocket socket;
  private final List<String> heard = new CopyOnWriteArrayList<>();

  EchoingServer() throws IOException {
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "echoing-server");
    thread.setDaemon(true);
    thread.start();
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort() + "/hook";
  }

  String heard() {
    return String.join("\n", heard);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve() {
    for (int turn = 0; !socket.isClosed(); turn++) {
      try (Socket connection = socket.accept()) {
        String request = read(connection.getInputStream());
        heard.add(request);
        String echo = request.replaceAll("[\r\n]+", " ");
        String answer =
            switch (turn % MANNERS) {
              case 0 -> "HTTP/1.1 " + echo + "\r\n\r\n";
              case 1 -> echo + "\r\n\r\n";
              case 2 -> "HTTP/1.1 400 " + echo + "\r\nContent-Length: 0\r\nX: " + echo + "\r\n\r\n";
              default -> "HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\n" + echo + "\r\n";
            };
        connection.getOutputStream().write(answer.getBytes(ISO_8859_1));
        connection.getOutputStream().flush();
      } catch (IOException e) {
        // The client went away, or the test is over: on to the next, or to the end of the loop.
      }
    }
  }

  private static String read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      bytes.write(next);
      String sofar = bytes.toString(ISO_8859_1);
      int head = sofar.indexOf("\r\n\r\n");
      if (head >= 0) {
        Matcher length = LENGTH.matcher(sofar);
        int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
        if (sofar.length() >= head + 4 + body) {
          return sofar;
        }
      }
    }
    return bytes.toString(ISO_8859_1);
  }
}
