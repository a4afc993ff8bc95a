package io.kalends.issuer.oauth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.kalends.edge.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/**
 * A page for people, in Chinese and English: headings, sentences, lists and forms, no scripts and
 * nothing from elsewhere. Every text is escaped here, whatever the name of an app or a person
 * holds.
 */
final class Page {

  private static final String STYLE =
      "body{font:16px/1.6 system-ui,sans-serif;margin:0;background:#f4f5f7;color:#1f2329}"
          + "main{max-width:34rem;margin:2rem auto;padding:1.5rem 2rem;background:#fff;"
          + "border-radius:.5rem}h1{font-size:1.4rem;line-height:1.3}"
          + "[lang=en]{display:block;color:#51565d}li{margin:.5rem 0}"
          + "form{margin-top:1rem}label{display:block}input{font:inherit;padding:.4rem;width:95%}"
          + "button{font:inherit;padding:.6rem 1rem;margin:.3rem .5rem .3rem 0;cursor:pointer}"
          + "code{overflow-wrap:anywhere}";

  private static final String STYLE_SOURCE = "'sha256-" + hash(STYLE) + "'";

  private final StringBuilder body = new StringBuilder();
  private final String title;

  private Page(String title) {
    this.title = title;
  }

  /** Also the first heading. */
  static Page titled(String chinese, String english) {
    Page page = new Page(chinese + " · " + english);
    page.body.append("<h1>").append(both(chinese, english)).append("</h1>");
    return page;
  }

  /** A sentence. */
  Page say(String chinese, String english) {
    body.append("<p>").append(both(chinese, english)).append("</p>");
    return this;
  }

  /** A sentence about something whose name is somebody else's choice. */
  Page say(String chinese, String english, String name) {
    body.append("<p>").append(both(chinese, english));
    body.append(" <strong><bdi>").append(escaped(name)).append("</bdi></strong></p>");
    return this;
  }

  /** A list of things, each with what it means. */
  Page list(Map<String, Words> things) {
    body.append("<ul>");
    things.forEach(
        (thing, words) ->
            body.append("<li>")
                .append(both(words.chinese(), words.english()))
                .append("<code>")
                .append(escaped(thing))
                .append("</code></li>"));
    body.append("</ul>");
    return this;
  }

  /** The same said twice. */
  record Words(String chinese, String english) {}

  /** A form that goes back to where the page came from. */
  Page open(Map<String, String> hidden) {
    body.append("<form method=\"post\" action=\"").append(Authorize.PATH).append("\">");
    hidden.forEach(
        (name, value) ->
            body.append("<input type=\"hidden\" name=\"")
                .append(escaped(name))
                .append("\" value=\"")
                .append(escaped(value))
                .append("\">"));
    return this;
  }

  /** A line to type in. */
  Page line(String name, Words label) {
    body.append("<label>")
        .append(both(label.chinese(), label.english()))
        .append("<input type=\"email\" autocomplete=\"off\" name=\"")
        .append(escaped(name))
        .append("\"></label>");
    return this;
  }

  /** A button that sends the form with one more field. */
  Page button(String name, String value, String label) {
    body.append("<button type=\"submit\" name=\"")
        .append(escaped(name))
        .append("\" value=\"")
        .append(escaped(value))
        .append("\"><bdi>")
        .append(escaped(label))
        .append("</bdi></button>");
    return this;
  }

  /** Ends the form. */
  Page close() {
    body.append("</form>");
    return this;
  }

  /**
   * The answer, with all that keeps a page from being framed, scripted or told on.
   *
   * @param formTargets where its form may lead, as sources of a content security policy
   */
  Response answer(int status, String formTargets) {
    String html =
        "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">"
            + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>"
            + escaped(title)
            + "</title><style>"
            + STYLE
            + "</style></head><body><main>"
            + body
            + "</main></body></html>";
    return Response.html(status, html)
        .with(
            "Content-Security-Policy",
            "default-src 'none'; style-src "
                + STYLE_SOURCE
                + "; form-action "
                + formTargets
                + "; frame-ancestors 'none'; base-uri 'none'")
        .with("X-Frame-Options", "DENY")
        .with("X-Content-Type-Options", "nosniff")
        .with("Referrer-Policy", "no-referrer");
  }

  private static String both(String chinese, String english) {
    return escaped(chinese) + " <span lang=\"en\">" + escaped(english) + "</span>";
  }

  /** Control characters, and those that turn the direction of writing, are shown as such. */
  static String escaped(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(isShown(c) ? c : 0xFFFD);
              }
            });
    return safe.toString();
  }

  private static boolean isShown(int c) {
    int type = Character.getType(c);
    return type != Character.CONTROL
        && type != Character.SURROGATE
        && !(c >= 0x202A && c <= 0x202E)
        && !(c >= 0x2066 && c <= 0x2069);
  }

  private static String hash(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
