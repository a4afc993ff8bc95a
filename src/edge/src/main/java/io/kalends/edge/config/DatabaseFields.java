package io.kalends.edge.config;

import io.kalends.store.DatabasePassword;
import io.kalends.store.DatabasePlace;
import io.kalends.store.PostgresSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Set;

/** The section {@code database}, which every service's configuration file has. */
public final class DatabaseFields {

  private final Path folder;
  private final String schema;

  private DatabaseFields(Path folder, String schema) {
    this.folder = folder;
    this.schema = schema;
  }

  /**
   * Reads the section.
   *
   * @param top of the file
   * @param folder where relative paths begin
   * @param name of the service: what its schema and its file are called unless said otherwise
   * @return not opened yet
   * @throws InvalidSetting naming the field and the fix
   */
  public static DatabasePlace in(Fields top, Path folder, String name) {
    return top.section(
            "database", Set.of("file", "postgres"), new DatabaseFields(folder, name)::place)
        .orElseThrow(
            () -> new InvalidSetting("database", "missing; set it to file: " + name + ".db"));
  }

  private DatabasePlace place(Fields section) {
    if (section.has("file") == section.has("postgres")) {
      throw new InvalidSetting("file", "set either file or postgres");
    }
    return section
        .section(
            "postgres",
            Set.of("url", "user", "passwordFile", "schema", "poolSize"),
            fields -> Fields.checked(() -> DatabasePlace.postgres(postgres(fields))))
        .orElseGet(() -> file(section));
  }

  private DatabasePlace file(Fields section) {
    Path file = folder.resolve(section.text("file")).normalize();
    Path parent = file.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new InvalidSetting("file", "its folder does not exist: " + parent + "; create it");
    }
    return DatabasePlace.file(file);
  }

  private PostgresSettings postgres(Fields fields) {
    Path password = folder.resolve(fields.text("passwordFile"));
    PostgresSettings settings =
        PostgresSettings.of(
            fields.text("url"),
            fields.text("user"),
            DatabasePassword.fromFile(password),
            fields.optionalText("schema").orElse(schema));
    OptionalInt poolSize = fields.number("poolSize");
    return poolSize.isPresent() ? settings.withPoolSize(poolSize.getAsInt()) : settings;
  }
}
