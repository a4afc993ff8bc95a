package io.kalends.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version as the jar's manifest has it. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version =
        Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
            .orElse("(running from a checkout)");
    return new String[] {
      "kalends " + version, "Java " + Runtime.version() + " (" + System.getProperty("os.arch") + ")"
    };
  }
}
