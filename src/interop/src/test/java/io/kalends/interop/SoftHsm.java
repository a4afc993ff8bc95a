package io.kalends.interop;

import io.kalends.testkit.program.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Tokens of SoftHSM2 for all test classes of this process, made at first use: the library looks for
 * tokens when it loads, and only then.
 */
final class SoftHsm {

  static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");
  static final String PIN = "4711471147";

  private static final List<String> LABELS = List.of("RSA_2048", "EC_P256", "MASTER");
  private static final Map<String, Long> SLOTS = make();

  private SoftHsm() {}

  /** The id of the slot that a token is in. */
  static long slot(String label) {
    return Optional.ofNullable(SLOTS.get(label)).orElseThrow();
  }

  private static Map<String, Long> make() {
    Path configuration = Path.of(Objects.requireNonNull(System.getenv("SOFTHSM2_CONF")));
    Path tokens = configuration.resolveSibling("softhsm-tokens");
    try {
      Files.createDirectories(tokens);
      Files.writeString(configuration, "directories.tokendir = " + tokens + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, Long> slots = new HashMap<>();
    for (String label : LABELS) {
      String made =
          Program.run(
                  tokens,
                  List.of(
                      "softhsm2-util",
                      "--init-token",
                      "--free",
                      "--label",
                      label,
                      "--pin",
                      PIN,
                      "--so-pin",
                      PIN))
              .succeeded()
              .out();
      slots.put(label, Long.parseLong(made.substring(made.lastIndexOf(' ') + 1).strip()));
    }
    return Map.copyOf(slots);
  }
}
