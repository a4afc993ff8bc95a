package io.kalends.testkit;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a QR code from an SVG of horizontal runs, with a reader that did not write it. */
public final class SvgCode {

  private static final int SCALE = 4;

  private SvgCode() {}

  /**
   * Decodes a code.
   *
   * @param svg the drawing: one path of runs {@code Mx yhNv1h-Nz} in units of one module
   * @return the text inside
   * @throws AssertionError when no reader could make sense of it
   */
  public static String read(String svg) {
    try {
      return decode(svg);
    } catch (ReaderException e) {
      throw new AssertionError("no QR code can be read from this drawing", e);
    }
  }

  private static String decode(String svg) throws ReaderException {
    Matcher box = Pattern.compile("viewBox=\"0 0 (\\d+) ").matcher(svg);
    if (!box.find()) {
      throw new IllegalArgumentException("no viewBox");
    }
    int side = Integer.parseInt(box.group(1)) * SCALE;
    int[] pixels = new int[side * side];
    Arrays.fill(pixels, 0xFFFFFF);
    Matcher run = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-\\3z").matcher(svg);
    while (run.find()) {
      int from = Integer.parseInt(run.group(1)) * SCALE;
      int to = from + Integer.parseInt(run.group(3)) * SCALE;
      int top = Integer.parseInt(run.group(2)) * SCALE;
      for (int y = top; y < top + SCALE; y++) {
        Arrays.fill(pixels, y * side + from, y * side + to, 0x000000);
      }
    }
    var bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(side, side, pixels)));
    // A drawing, not a photo: without the hint the search for its corners fails on some contents.
    var hints = Map.of(DecodeHintType.PURE_BARCODE, true);
    return new QRCodeReader().decode(bitmap, hints).getText();
  }
}
