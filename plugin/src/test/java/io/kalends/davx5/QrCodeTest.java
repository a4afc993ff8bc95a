package io.kalends.davx5;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.kalends.account.CalDavAccount;
import io.kalends.secret.Secret;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class QrCodeTest {

  private static final String FAKE_PASSWORD = "FakePasswordOnlyForTests0123456789";
  private static final CalDavAccount ACCOUNT =
      CalDavAccount.of("caldav.example.org", 443, "张伟 & <co>", Secret.of(FAKE_PASSWORD))
          .withPrincipalUrl(URI.create("https://caldav.example.org/p?a=1&b=2"));
  private static final int SCALE = 4;

  @Test
  void theImageReadsBackAsTheLinkAndHoldsNoPassword() throws Exception {
    Davx5Link link = Davx5Link.of(ACCOUNT);
    String svg = QrCode.svg(link);
    assertThat(read(modules(svg))).isEqualTo(link.reveal()).doesNotContain(FAKE_PASSWORD);
    assertThat(svg).doesNotContain(FAKE_PASSWORD).contains("shape-rendering=\"crispEdges\"");
    Element title = (Element) parse(svg).getElementsByTagName("title").item(0);
    assertThat(title.getTextContent()).endsWith(link.toString());
  }

  @Test
  void theImageOfALinkWithPasswordKeepsItOutOfTheTitle() throws Exception {
    Davx5Link link = Davx5Link.withPassword(ACCOUNT);
    String svg = QrCode.svg(link);
    assertThat(read(modules(svg))).isEqualTo(link.reveal()).contains(FAKE_PASSWORD);
    assertThat(svg).doesNotContain(FAKE_PASSWORD).contains(":***@");
  }

  @Test
  void theTerminalTextReadsBackAsTheLink() throws Exception {
    Davx5Link link = Davx5Link.of(ACCOUNT);
    assertThat(read(modules(QrCode.text(link).lines().toList()))).isEqualTo(link.reveal());
    List<String> coloured =
        QrCode.colouredText(link)
            .lines()
            .map(l -> l.replaceAll("^\u001b\\[97;40m|\u001b\\[0m$", ""))
            .toList();
    assertThat(coloured).isEqualTo(QrCode.text(link).lines().toList());
  }

  @Test
  void aPasswordNeverReachesATerminal() {
    Davx5Link link = Davx5Link.withPassword(ACCOUNT);
    assertThatThrownBy(() -> QrCode.text(link))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(FAKE_PASSWORD);
    assertThatThrownBy(() -> QrCode.colouredText(link))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLinkTooLongForAnyCodeIsRefusedWithItsLength() {
    Davx5Link link =
        Davx5Link.of(CalDavAccount.of("h.example.org", 443, "u".repeat(4_000), Secret.of("fake")));
    assertThatThrownBy(() -> QrCode.svg(link))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("characters, too many");
  }

  @Test
  void theQuietZoneIsFourModulesWideOnEverySide() throws Exception {
    boolean[][] dark = modules(QrCode.svg(Davx5Link.of(ACCOUNT)));
    int side = dark.length;
    for (int i = 0; i < side; i++) {
      for (int q = 0; q < 4; q++) {
        assertThat(dark[q][i] || dark[side - 1 - q][i] || dark[i][q] || dark[i][side - 1 - q])
            .isFalse();
      }
    }
    assertThat(dark[4][4]).isTrue();
  }

  private static boolean[][] modules(String svg) throws Exception {
    Element root = parse(svg);
    int side = Integer.parseInt(root.getAttribute("viewBox").split(" ")[2]);
    boolean[][] dark = new boolean[side][side];
    String path = ((Element) root.getElementsByTagName("path").item(0)).getAttribute("d");
    Matcher run = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-\\3z").matcher(path);
    int end = 0;
    while (run.find()) {
      assertThat(run.start()).isEqualTo(end);
      end = run.end();
      int x = Integer.parseInt(run.group(1));
      Arrays.fill(
          dark[Integer.parseInt(run.group(2))], x, x + Integer.parseInt(run.group(3)), true);
    }
    assertThat(end).isEqualTo(path.length());
    return dark;
  }

  private static boolean[][] modules(List<String> lines) {
    int side = lines.get(0).length();
    boolean[][] dark = new boolean[side][side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        char half = lines.get(y / 2).charAt(x);
        dark[y][x] = half == ' ' || half == (y % 2 == 0 ? '\u2584' : '\u2580');
      }
    }
    return dark;
  }

  private static Element parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(UTF_8)))
        .getDocumentElement();
  }

  private static String read(boolean[][] dark) throws ReaderException {
    int side = dark.length * SCALE;
    int[] pixels = new int[side * side];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = dark[i / side / SCALE][i % side / SCALE] ? 0x000000 : 0xFFFFFF;
    }
    var bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(side, side, pixels)));
    // A drawing, not a photo: without the hint the search for its corners fails on some contents.
    var hints = Map.of(DecodeHintType.PURE_BARCODE, true);
    return new QRCodeReader().decode(bitmap, hints).getText();
  }
}
