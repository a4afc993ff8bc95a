package io.kalends.profile;

import com.dd.plist.NSArray;
import com.dd.plist.NSData;
import com.dd.plist.NSDate;
import com.dd.plist.NSDictionary;
import com.dd.plist.NSNumber;
import com.dd.plist.NSObject;
import com.dd.plist.NSString;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the tree of a template the one way it can be written: keys in order of their UTF-16 units,
 * tabs, LF, Apple's document type. dd-plist's own writer is not used: it keeps the order of the
 * source and drops characters that XML cannot carry without a word.
 */
final class CanonicalPlist {

  private static final String HEAD =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" \
      "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
      <plist version="1.0">
      """;

  private final List<Piece> pieces = new ArrayList<>();
  private final StringBuilder fixed = new StringBuilder();

  private CanonicalPlist() {}

  /** Fixed XML and slots in turn; texts between two slots are one piece. */
  static List<Piece> pieces(NSDictionary template) {
    CanonicalPlist plist = new CanonicalPlist();
    plist.fixed.append(HEAD);
    plist.node(template, "");
    plist.fixed.append("</plist>\n");
    plist.endFixed();
    return List.copyOf(plist.pieces);
  }

  private void node(NSObject node, String indent) {
    switch (PlistKind.of(node)) {
      case DICTIONARY -> dictionary((NSDictionary) node, indent);
      case ARRAY -> array((NSArray) node, indent);
      case STRING -> text(((NSString) node).getContent(), indent);
      case INTEGER -> element("integer", XmlValue.integer(((NSNumber) node).longValue()), indent);
      case REAL -> element("real", Double.toString(((NSNumber) node).doubleValue()), indent);
      case BOOLEAN -> line(XmlValue.flag(((NSNumber) node).boolValue()), indent);
      case DATA -> element("data", XmlValue.data(((NSData) node).bytes()), indent);
      case DATE -> element("date", date((NSDate) node), indent);
    }
  }

  private void dictionary(NSDictionary dictionary, String indent) {
    line("<dict>", indent);
    Map<String, NSObject> ordered = new TreeMap<>(dictionary);
    ordered.forEach(
        (key, value) -> {
          element("key", XmlValue.text("template key", key), indent + "\t");
          node(value, indent + "\t");
        });
    line("</dict>", indent);
  }

  private void array(NSArray array, String indent) {
    line("<array>", indent);
    for (NSObject element : array.getArray()) {
      node(element, indent + "\t");
    }
    line("</array>", indent);
  }

  private void text(String content, String indent) {
    TemplateText text = TemplateText.of(content);
    String element =
        switch (text.alone().map(Placeholder::kind).orElse(PlistKind.STRING)) {
          case INTEGER -> "integer";
          case DATA -> "data";
          case BOOLEAN -> "";
          default -> "string";
        };
    fixed.append(indent).append(element.isEmpty() ? "" : "<" + element + ">");
    text.pieces().forEach(this::piece);
    fixed.append(element.isEmpty() ? "\n" : "</" + element + ">\n");
  }

  private void piece(Piece piece) {
    if (piece instanceof Piece.Fixed text) {
      fixed.append(text.xml());
    } else {
      endFixed();
      pieces.add(piece);
    }
  }

  private void endFixed() {
    pieces.add(new Piece.Fixed(fixed.toString()));
    fixed.setLength(0);
  }

  private void element(String name, String content, String indent) {
    line("<" + name + ">" + content + "</" + name + ">", indent);
  }

  private void line(String line, String indent) {
    fixed.append(indent).append(line).append('\n');
  }

  private static String date(NSDate date) {
    return date.getDate().toInstant().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
