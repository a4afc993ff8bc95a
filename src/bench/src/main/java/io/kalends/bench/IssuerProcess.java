package io.kalends.bench;

import io.kalends.issuer.Issuer;
import io.kalends.issuer.IssuerConfig;
import io.kalends.issuer.access.AccessRules;
import io.kalends.issuer.access.GuessLimits;
import io.kalends.issuer.contract.Limits;
import io.kalends.issuer.directory.Directory;
import io.kalends.issuer.directory.User;
import io.kalends.issuer.secret.PepperSource;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** The server being measured, in a process of its own: its heap and its collector are its own. */
public final class IssuerProcess {

  /** So many that nobody mints twice at one moment, which the contract refuses. */
  static final int MINTERS = 1000;

  /** So many wrong pairs a second that the throttle stays out of the timing of wrong pairs. */
  private static final GuessLimits WIDE = new GuessLimits(1000, 1000, Duration.ofSeconds(1));

  private static final int NO_LIMIT = 1_000_000;

  private IssuerProcess() {}

  /**
   * Serves until its input ends; prints the port first.
   *
   * @param args the folder with {@code issuer.db} and {@code pepper}
   * @throws IOException when the input breaks
   */
  public static void main(String[] args) throws IOException {
    try (Issuer issuer = Issuer.start(config(Path.of(args[0])), Clock.systemUTC(), random())) {
      System.out.println(issuer.baseUrl().getPort());
      while (System.in.read() >= 0) {
        // Until whoever started this lets go.
      }
    }
  }

  static IssuerConfig config(Path folder) {
    List<User> minters =
        IntStream.range(0, MINTERS)
            .mapToObj(i -> User.of("minter" + i + "@example.com", "Minter", token(i)))
            .toList();
    return IssuerConfig.of(
            "caldav.example.com",
            folder.resolve("issuer.db"),
            PepperSource.file(folder.resolve("pepper")),
            Directory.of(minters))
        .limitedTo(new Limits(NO_LIMIT, NO_LIMIT))
        .admitting(AccessRules.DEFAULT.limitedTo(WIDE));
  }

  static String token(int minter) {
    return "u-fake-token-of-minter-" + minter;
  }

  private static SecureRandom random() {
    return new SecureRandom();
  }
}
