package io.kalends.davx5;

import io.nayuki.qrcodegen.DataTooLongException;
import io.nayuki.qrcodegen.QrCode.Ecc;
import java.util.Locale;

/** A set-up link as a QR code, for a screen, for paper and for a terminal. */
public final class QrCode {

  /** Empty modules around the code that a reader needs (ISO/IEC 18004 section 9.1). */
  private static final int QUIET = 4;

  /** The size at which the image is shown where nobody asks for another. */
  private static final int PIXELS_PER_MODULE = 8;

  private QrCode() {}

  /**
   * A scalable image: whole modules only, black on white, with the quiet zone and a title for
   * screen readers in which a password is masked.
   *
   * @param link holding a password, if it does, makes the result a secret
   * @return an SVG document of its own
   * @throws IllegalArgumentException when the link is too long for a QR code
   */
  public static String svg(Davx5Link link) {
    io.nayuki.qrcodegen.QrCode code = encode(link);
    int side = code.size + 2 * QUIET;
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      int x = 0;
      while (x < code.size) {
        int run = darkRun(code, x, y);
        if (run > 0) {
          path.append('M').append(x + QUIET).append(' ').append(y + QUIET);
          path.append('h').append(run).append("v1h-").append(run).append('z');
        }
        x += Math.max(run, 1);
      }
    }
    return String.format(
        Locale.ROOT,
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %1$d" width="%2$d" height="%2$d" \
        role="img" aria-labelledby="title" shape-rendering="crispEdges">
        <title id="title">QR code that sets up DAVx5: %3$s</title>
        <rect width="%1$d" height="%1$d" fill="#ffffff"/>
        <path d="%4$s" fill="#000000"/>
        </svg>
        """,
        side,
        side * PIXELS_PER_MODULE,
        escaped(link.toString()),
        path);
  }

  /**
   * The code in half blocks, two modules a character. Light modules are drawn, which is right on a
   * dark terminal; {@link #colouredText} is right on any that knows colours.
   *
   * @param link without a password: a terminal has a memory and onlookers
   * @return lines ended by line feeds
   * @throws IllegalArgumentException when the link holds a password or is too long
   */
  public static String text(Davx5Link link) {
    if (link.holdsPassword()) {
      throw new IllegalArgumentException(
          "a link with a password is not shown on a terminal; write it to a file");
    }
    io.nayuki.qrcodegen.QrCode code = encode(link);
    StringBuilder text = new StringBuilder();
    for (int y = -QUIET; y < code.size + QUIET; y += 2) {
      for (int x = -QUIET; x < code.size + QUIET; x++) {
        boolean upper = !code.getModule(x, y);
        boolean lower = !code.getModule(x, y + 1) && y + 1 < code.size + QUIET;
        text.append(upper ? (lower ? '\u2588' : '\u2580') : (lower ? '\u2584' : ' '));
      }
      text.append('\n');
    }
    return text.toString();
  }

  /**
   * {@link #text}, with white and black said by ANSI colours.
   *
   * @param link without a password
   * @return lines ended by line feeds
   * @throws IllegalArgumentException when the link holds a password or is too long
   */
  public static String colouredText(Davx5Link link) {
    StringBuilder text = new StringBuilder();
    text(link).lines().forEach(l -> text.append("\u001b[97;40m").append(l).append("\u001b[0m\n"));
    return text.toString();
  }

  private static io.nayuki.qrcodegen.QrCode encode(Davx5Link link) {
    try {
      return io.nayuki.qrcodegen.QrCode.encodeText(link.reveal(), Ecc.MEDIUM);
    } catch (DataTooLongException e) {
      throw new IllegalArgumentException(
          "the link has "
              + link.reveal().length()
              + " characters, too many for a QR code; hand out the link itself");
    }
  }

  private static int darkRun(io.nayuki.qrcodegen.QrCode code, int x, int y) {
    int end = x;
    while (end < code.size && code.getModule(end, y)) {
      end++;
    }
    return end - x;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
