package io.kalends.interop;

import io.kalends.testkit.program.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The vendor's Node SDK, installed by {@code make-modules}, never by a test. */
final class NodeModules {

  private static final Path SOURCES = Program.root().resolve("src/interop/src/test/node");

  private NodeModules() {}

  /**
   * A script that uses the SDK.
   *
   * @param script a file of the folder the lock file is in
   * @param argument what it is given after the folder of the modules
   * @param input its standard input
   * @return what it printed on standard output
   */
  static String run(String script, String argument, String input) {
    List<String> command = List.of("node", script, folder().toString(), argument);
    return Program.run(SOURCES, command, input).succeeded().out();
  }

  private static Path folder() {
    String named = System.getenv("KALENDS_INTEROP_NODE");
    Path folder =
        named == null || named.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache", "kalends-interop", "node")
            : Path.of(named);
    if (!isCurrent(folder)) {
      throw new AssertionError(
          folder
              + " does not hold what package-lock.json wants: run "
              + SOURCES.resolve("make-modules")
              + " (KALENDS_INTEROP_NODE names another folder)");
    }
    return folder;
  }

  private static boolean isCurrent(Path folder) {
    Path wanted = SOURCES.resolve("package-lock.json");
    try {
      return Files.mismatch(wanted, folder.resolve("installed-lock.json")) < 0;
    } catch (IOException e) {
      return false; // Not installed, or not to be read: the message says what to do.
    }
  }
}
