package io.kalends.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** One connection with at most one request under way; reads just enough HTTP to find the end. */
final class LoadedConnection {

  private static final byte[] END = "\r\n\r\n".getBytes(ISO_8859_1);
  private static final byte[] LENGTH = "Content-Length: ".getBytes(ISO_8859_1);
  private static final int STATUS_AT = "HTTP/1.1 ".length();

  private final SocketChannel channel;
  private final byte[] answer = new byte[16 * 1024];
  private final ByteBuffer buffer = ByteBuffer.wrap(answer);
  private long due;

  LoadedConnection(SocketAddress server) throws IOException {
    this.channel = SocketChannel.open(server);
  }

  SocketChannel channel() {
    return channel;
  }

  /** When the request should have been sent, by {@link System#nanoTime()}. */
  long due() {
    return due;
  }

  void send(byte[] request, long dueNanos) throws IOException {
    due = dueNanos;
    buffer.clear();
    ByteBuffer out = ByteBuffer.wrap(request);
    while (out.hasRemaining()) {
      channel.write(out);
    }
  }

  /** Whether the whole answer is there. */
  boolean receive() throws IOException {
    if (channel.read(buffer) < 0) {
      throw new EOFException();
    }
    int headers = find(END, 0);
    if (headers < 0) {
      return false;
    }
    int length = find(LENGTH, 0);
    if (length < 0 || length > headers) {
      throw new IOException("an answer without Content-Length");
    }
    return buffer.position() >= headers + END.length + number(length + LENGTH.length);
  }

  int status() {
    return number(STATUS_AT);
  }

  private int number(int from) {
    int number = 0;
    for (int i = from; answer[i] >= '0' && answer[i] <= '9'; i++) {
      number = 10 * number + answer[i] - '0';
    }
    return number;
  }

  private int find(byte[] wanted, int from) {
    for (int i = from; i + wanted.length <= buffer.position(); i++) {
      int same = 0;
      while (same < wanted.length && answer[i + same] == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return i;
      }
    }
    return -1;
  }
}
