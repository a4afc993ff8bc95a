package io.kalends.davx5;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * The licence of Managed DAVx5, which its makers sign for one organisation.
 *
 * @param text the text of a JSON object without its outer braces, exactly as signed
 * @param signature Base64 over that text
 */
public record Davx5Licence(String text, String signature) {

  private static final String TEXT = "license";
  private static final String SIGNATURE = "license_signature";

  /** Stands in the sample licence, so that nobody takes it for one. */
  static final String SAMPLE = "SAMPLE LICENCE";

  /**
   * Reads a licence file: a JSON object with the texts {@code license} and {@code
   * license_signature} and nothing else.
   *
   * @param file UTF-8
   * @return the pair as it stands there, not yet checked
   * @throws Davx5Refused naming the file, the key and the fix
   */
  public static Davx5Licence read(Path file) {
    try {
      return parse(Files.readAllBytes(file), "licence file " + file);
    } catch (IOException e) {
      throw new Davx5Refused(
          "licence file " + file, "file", "cannot be read; check that it exists and its rights");
    }
  }

  /**
   * The sample for demonstrations, packed beside the templates. A real Managed DAVx5 refuses it.
   *
   * @return a licence labelled as sample
   */
  public static Davx5Licence sample() {
    return parse(PackedFile.SAMPLE_LICENCE.bytes(), "sample licence");
  }

  /**
   * Whether this is the sample.
   *
   * @return true when no real app will take it
   */
  public boolean isSample() {
    return text.contains(SAMPLE);
  }

  @Override
  public String toString() {
    return isSample() ? "Davx5Licence[sample]" : "Davx5Licence[" + text.length() + " characters]";
  }

  private static Davx5Licence parse(byte[] utf8, String what) {
    var object = Davx5Json.object(utf8, what);
    for (String name : new TreeSet<>(object.propertyStream().map(e -> e.getKey()).toList())) {
      if (!Set.of(TEXT, SIGNATURE).contains(name)) {
        throw new Davx5Refused(
            what, name, "unknown; a licence file holds " + TEXT + " and " + SIGNATURE + " only");
      }
    }
    return new Davx5Licence(
        text(object.path(TEXT), what, TEXT), text(object.path(SIGNATURE), what, SIGNATURE));
  }

  private static String text(JsonNode node, String what, String name) {
    if (!node.isTextual() || node.textValue().isBlank()) {
      throw new Davx5Refused(
          what, name, "missing or no text; write it as JSON text, inner quotes escaped as \\\"");
    }
    return node.textValue();
  }
}
