package io.kalends.profile;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The text of one string node of a template, split at its placeholders. Values are never split: a
 * dollar sign in a password stays one.
 */
final class TemplateText {

  private static final String OPEN = "${";

  private final List<Piece> pieces = new ArrayList<>();

  private TemplateText() {}

  /**
   * Splits a text.
   *
   * @throws IllegalArgumentException naming the unknown placeholder and the known ones
   */
  static TemplateText of(String text) {
    TemplateText split = new TemplateText();
    int from = 0;
    for (int at = text.indexOf(OPEN); at >= 0; at = text.indexOf(OPEN, from)) {
      int end = text.indexOf('}', at);
      if (end < 0) {
        throw new IllegalArgumentException("a placeholder is opened by ${ and not closed by }");
      }
      split.fixed(text.substring(from, at));
      split.pieces.add(new Piece.Slot(placeholder(text.substring(at + OPEN.length(), end))));
      from = end + 1;
    }
    split.fixed(text.substring(from));
    split.requireTextAmongText();
    return split;
  }

  /** Present when the node is exactly one placeholder and so takes its type. */
  Optional<Placeholder> alone() {
    return pieces.size() == 1 && pieces.get(0) instanceof Piece.Slot slot
        ? Optional.of(slot.placeholder())
        : Optional.empty();
  }

  Set<Placeholder> placeholders() {
    Set<Placeholder> placeholders = EnumSet.noneOf(Placeholder.class);
    for (Piece piece : pieces) {
      if (piece instanceof Piece.Slot slot) {
        placeholders.add(slot.placeholder());
      }
    }
    return placeholders;
  }

  List<Piece> pieces() {
    return pieces;
  }

  private void fixed(String text) {
    if (!text.isEmpty()) {
      pieces.add(new Piece.Fixed(XmlValue.text("text", text)));
    }
  }

  private void requireTextAmongText() {
    if (pieces.size() > 1) {
      placeholders().stream()
          .filter(placeholder -> placeholder.kind() != PlistKind.STRING)
          .findFirst()
          .ifPresent(TemplateText::refuseAmongText);
    }
  }

  private static void refuseAmongText(Placeholder placeholder) {
    throw new IllegalArgumentException(
        "%s is of type %s and must stand alone, without text around it"
            .formatted(placeholder, placeholder.kind()));
  }

  private static Placeholder placeholder(String label) {
    return Placeholder.labelled(label)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown placeholder "
                        + Shown.quoted(OPEN + label + "}")
                        + "; known: "
                        + Placeholder.known()));
  }
}
