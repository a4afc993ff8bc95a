package io.kalends.interop;

import io.kalends.testkit.program.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The Python environment with the CalDAV programs, made by {@code make-venv}, never by a test. */
final class Venv {

  private static final String PYTHON = "src/interop/src/test/python";

  private Venv() {}

  /**
   * A program in it.
   *
   * @param name for example {@code python3}, {@code vdirsyncer} or {@code radicale}
   * @return to be run
   */
  static String program(String name) {
    Path program = folder().resolve("bin").resolve(name);
    if (!isCurrent() || !Files.isExecutable(program)) {
      throw new AssertionError(
          "no "
              + program
              + " as "
              + PYTHON
              + "/requirements.txt wants it: run "
              + PYTHON
              + "/make-venv, which installs it there (KALENDS_INTEROP_VENV names another folder)");
    }
    return program.toString();
  }

  private static Path folder() {
    String named = System.getenv("KALENDS_INTEROP_VENV");
    return named == null || named.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".cache", "kalends-interop", "venv")
        : Path.of(named);
  }

  private static boolean isCurrent() {
    Path wanted = Program.root().resolve(PYTHON).resolve("requirements.txt");
    try {
      return Files.mismatch(wanted, folder().resolve("requirements.txt")) < 0;
    } catch (IOException e) {
      return false; // The message says what to do, whatever is wrong with the folder.
    }
  }
}
