package io.kalends.cli;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The browser of the person at the desktop, if there is a desktop and a person at it. */
final class DesktopBrowser {

  private final List<String> command;

  private DesktopBrowser(List<String> command) {
    this.command = command;
  }

  /**
   * Looks for one.
   *
   * @param terminal whether somebody sits at a terminal
   * @param osName the system property {@code os.name}
   * @param environment the environment variables
   */
  static Optional<DesktopBrowser> find(
      boolean terminal, String osName, Map<String, String> environment) {
    if (!terminal) {
      return Optional.empty();
    }
    String os = osName.toLowerCase(Locale.ROOT);
    if (os.contains("mac")) {
      return Optional.of(new DesktopBrowser(List.of("open")));
    }
    if (os.contains("windows")) {
      return Optional.of(new DesktopBrowser(List.of("rundll32", "url.dll,FileProtocolHandler")));
    }
    boolean desktop =
        environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY");
    return desktop ? Optional.of(new DesktopBrowser(List.of("xdg-open"))) : Optional.empty();
  }

  List<String> command(URI page) {
    List<String> whole = new ArrayList<>(command);
    whole.add(page.toString());
    return whole;
  }

  /**
   * Best effort: the page's address is printed too, so a browser that does not start costs little.
   */
  boolean open(URI page) {
    try {
      new ProcessBuilder(command(page))
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
