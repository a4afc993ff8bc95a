package io.kalends.cli;

import io.kalends.davx5.Davx5Builder;
import io.kalends.davx5.Davx5Plan;
import io.kalends.davx5.Davx5Settings;
import io.kalends.davx5.Davx5Templates;
import io.kalends.settings.Settings;
import java.util.Map;
import picocli.CommandLine.Option;

/** The administrator's part of DAVx5's managed configuration. */
final class Davx5Options {

  @Option(
      names = "--davx5-setting",
      paramLabel = "KEY=VALUE",
      description =
          "licence (a file; Managed DAVx5 needs it), package, credentialsLock, organization,"
              + " logoUrl, supportHomepageUrl, supportEmailAddress, supportPhoneNumber,"
              + " loginIntroduction. Repeatable.")
  private Map<String, String> settings = Map.of();

  Davx5Builder builder(Davx5Templates templates, Davx5Plan plan) {
    return new Davx5Builder(templates, Davx5Settings.read(Settings.of("davx5", settings)), plan);
  }
}
