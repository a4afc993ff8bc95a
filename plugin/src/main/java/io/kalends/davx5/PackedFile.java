package io.kalends.davx5;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The files of {@code profile-templates/android} that travel in this jar. */
enum PackedFile {
  TEMPLATE("davx5-managed.json"),
  SAMPLE_LICENCE("sample-licence.json");

  private static final String FOLDER = "/io/kalends/profile-templates/android/";

  private final String fileName;

  PackedFile(String fileName) {
    this.fileName = fileName;
  }

  String fileName() {
    return fileName;
  }

  byte[] bytes() {
    try (InputStream in = PackedFile.class.getResourceAsStream(FOLDER + fileName)) {
      if (in == null) {
        throw new IllegalStateException(
            "this jar lacks "
                + FOLDER
                + fileName
                + "; it was not built by the project's own build");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
