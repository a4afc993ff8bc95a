package io.kalends.profile;

/** A part of a compiled template, in writing order. */
sealed interface Piece {

  /**
   * Canonical XML that is the same in every profile.
   *
   * @param xml written out as it is
   */
  record Fixed(String xml) implements Piece {}

  /**
   * Where a value goes.
   *
   * @param placeholder whose {@link XmlValue encoded} value is written
   */
  record Slot(Placeholder placeholder) implements Piece {}
}
