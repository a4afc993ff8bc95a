package io.kalends.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What arrives on a socket is not always HTTP. */
class HttpServerTest {

  private static final int PATIENCE_MILLIS = 10_000;

  private HttpServer server;

  @BeforeEach
  void start() {
    server = HttpServer.start("127.0.0.1", 0, new Echo());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\r\n\r\n",
        "GET\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a%00b HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a\\b HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\nabc",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nabc",
        "GET / HTTP/1.1\r\nHost: a\r\nna me: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nExpect: a-miracle\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      })
  void malformedRequestsGetAShortAnswerOfOurOwn(String request) throws IOException {
    assertThatItIsOurs(exchange(request));
  }

  @Test
  void hugeHeadersAndTargetsAreRefused() throws IOException {
    assertThatItIsOurs(
        exchange("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(100_000) + "\r\n\r\n"));
    assertThatItIsOurs(exchange("GET /" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"));
  }

  @Test
  void aBodyThatBreaksOffIsMalformed() throws IOException {
    String answer =
        exchange("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nonly the beginning");
    assertThatItIsOurs(answer);
  }

  @Test
  void anHonestRequestStillGetsThrough() throws IOException {
    assertThat(
            exchange(
                "POST /x?q=1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                    + "Content-Length: 2\r\n\r\nhi"))
        .startsWith("HTTP/1.1 200 ")
        .contains("Content-Type: text/plain; charset=utf-8\r\n")
        .doesNotContain("Server:")
        .endsWith("POST /x 2 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a%2Fb", "/a/%2e%2e/b", "/a;b=c", "//a", "/a/./b", "/%C3%A4"})
  void aPathReachesTheHandlerAsItWasWritten(String path) throws IOException {
    assertThat(exchange("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("GET " + path + " 0 bytes");
  }

  @Test
  void aTakenPortIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> HttpServer.start("127.0.0.1", taken.getLocalPort(), new Echo()))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("127.0.0.1")
          .hasMessageContaining(Integer.toString(taken.getLocalPort()))
          .hasMessageContaining("choose another");
    }
  }

  private static void assertThatItIsOurs(String answer) {
    assertThat(answer)
        .matches("(?s)HTTP/1\\.[01] (4\\d\\d|505) .*")
        .contains("X-Ours: yes")
        .endsWith("malformed")
        .doesNotContain("Exception")
        .doesNotContain("jetty")
        .doesNotContain("<html");
  }

  private String exchange(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.baseUrl().getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      try {
        OutputStream out = socket.getOutputStream();
        out.write(request.getBytes(ISO_8859_1));
        out.flush();
        socket.shutdownOutput();
      } catch (SocketException e) {
        // It may answer and close before it has heard everything; the answer is what counts.
        assertThat(e).hasMessageMatching("(?s).*(Broken pipe|reset).*");
      }
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  private static final class Echo implements Handler {

    @Override
    public Response handle(Request request) {
      return Response.text(200, request + " " + request.body());
    }

    @Override
    public Response malformed(int status) {
      return Response.text(status, "malformed").with("X-Ours", "yes");
    }
  }
}
