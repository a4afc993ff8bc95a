package io.kalends.cli;

import io.kalends.davx5.Davx5Templates;
import io.kalends.profile.ProfileTemplates;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The administrator's own templates. */
final class TemplateOptions {

  @Option(
      names = "--templates",
      paramLabel = "DIR",
      description =
          "A folder laid out like profile-templates (apple/, android/) whose files replace the"
              + " built-in ones of the same name.")
  private @Nullable Path folder;

  ProfileTemplates apple() {
    return folder == null ? ProfileTemplates.builtIn() : ProfileTemplates.with(folder);
  }

  Davx5Templates android() {
    return folder == null ? Davx5Templates.builtIn() : Davx5Templates.with(folder);
  }
}
