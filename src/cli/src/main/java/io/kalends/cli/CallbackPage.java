package io.kalends.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** What the person sees when the browser has come back. Holds nothing of what it came back with. */
enum CallbackPage {
  RECEIVED(
      200,
      "已收到授权",
      "可以关闭此页面。授权是否成功，请看终端中的提示。",
      "Your answer has arrived",
      "You can close this page. The terminal says whether everything worked."),
  REFUSED(
      200,
      "未授权",
      "没有保存任何内容。可以关闭此页面。",
      "No permission given",
      "Nothing was kept. You can close this page."),
  FOREIGN(
      400,
      "链接无效",
      "此链接不属于当前登录。请从终端显示的链接重新打开。",
      "Not the answer awaited",
      "This link does not belong to the sign-in that is waiting. Open the one shown in the"
          + " terminal."),
  LATE(
      409,
      "已经收到过授权",
      "本次登录已经结束。可以关闭此页面。",
      "Already answered",
      "This sign-in has had its answer. You can close this page."),
  NOT_GET(405, "请求无效", "只接受 GET 请求。", "Not a page", "Only GET is answered here.");

  private static final String HTML =
      """
      <!DOCTYPE html>
      <html lang="zh-CN">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <meta name="color-scheme" content="light dark">
      <title>Kalends</title>
      </head>
      <body>
      <main>
      <h1>%s</h1>
      <p>%s</p>
      <section lang="en">
      <h2>%s</h2>
      <p>%s</p>
      </section>
      </main>
      </body>
      </html>
      """;

  private final int status;
  private final String html;

  CallbackPage(int status, String titleZh, String textZh, String titleEn, String textEn) {
    this.status = status;
    this.html = HTML.formatted(titleZh, textZh, titleEn, textEn);
  }

  /** Sends the page; the address it answers, which holds the code, is told to nobody. */
  void send(HttpExchange exchange) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "text/html; charset=utf-8");
    headers.set(
        "Content-Security-Policy",
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Cache-Control", "no-store");
    headers.set("Connection", "close");
    byte[] body = html.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
