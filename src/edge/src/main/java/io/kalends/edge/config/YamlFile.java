package io.kalends.edge.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a YAML file: a field named twice, or a second document, is a mistake. */
public final class YamlFile {

  private YamlFile() {}

  /**
   * Reads a file.
   *
   * @param file UTF-8
   * @return what is in it
   * @throws InvalidSetting naming the line and the fix; quoting nothing, as a line may hold a token
   */
  public static JsonNode read(Path file) {
    ObjectMapper yaml =
        YAMLMapper.builder(
                YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    try {
      return yaml.readTree(text(file));
    } catch (JacksonException e) {
      // Not its message and not as the cause: both quote the line.
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new InvalidSetting("line " + line, "is no YAML, or names a field twice");
    }
  }

  /**
   * The text of a file.
   *
   * @param file UTF-8
   * @return all of it
   * @throws InvalidSetting naming the fix
   */
  public static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new InvalidSetting("file", "does not exist; make it, or name another");
    } catch (IOException e) {
      throw new InvalidSetting("file", "cannot be read as UTF-8: " + e.getClass().getSimpleName());
    }
  }
}
