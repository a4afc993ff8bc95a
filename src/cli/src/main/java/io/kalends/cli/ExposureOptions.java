package io.kalends.cli;

import io.kalends.delivery.Exposure;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** A clear password on its way is a choice, made by name. */
final class ExposureOptions {

  @Option(
      names = "--exposure-allow",
      paramLabel = "CLASS",
      split = ",",
      description = {
        "Classes of exposure to accept: clear-in-profile (whoever can read the profile can read the"
            + " password), clear-in-mdm (the MDM's administrators can). Repeatable."
      })
  private List<String> allowed = List.of();

  Set<Exposure> classes() {
    Set<Exposure> classes = EnumSet.noneOf(Exposure.class);
    allowed.forEach(name -> classes.add(Exposure.named(name)));
    return classes;
  }

  void requireClearInProfile() {
    require(Exposure.CLEAR_IN_PROFILE, "whoever can read the profile can read the password");
  }

  void requireClearInMdm() {
    require(Exposure.CLEAR_IN_MDM, "whoever can read the configuration can read the password");
  }

  private void require(Exposure exposure, String why) {
    if (!classes().contains(exposure)) {
      throw new InvalidInput(
          "%s; to accept that, say: --exposure-allow %s".formatted(why, exposure.settingName()));
    }
  }
}
