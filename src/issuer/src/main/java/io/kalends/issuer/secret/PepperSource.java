package io.kalends.issuer.secret;

import java.nio.file.Path;
import java.security.SecureRandom;

/** Where the pepper comes from. */
@FunctionalInterface
public interface PepperSource {

  /**
   * Gets the pepper.
   *
   * @param random for making one
   * @param mayMake the database holds nothing yet, so a new pepper orphans nothing
   * @return the pepper
   * @throws IllegalStateException naming the place and the fix when there is none
   */
  Pepper pepper(SecureRandom random, boolean mayMake);

  /**
   * A pepper the embedding program keeps.
   *
   * @param pepper the same at every start
   * @return always this one
   */
  static PepperSource of(Pepper pepper) {
    return (random, mayMake) -> pepper;
  }

  /**
   * A pepper in a file, 64 hexadecimal digits, made with mode 0600 when it is missing and the
   * database is new.
   *
   * @param file best not in the directory, and never in the backup, of the database
   * @return from that file
   */
  static PepperSource file(Path file) {
    PepperFile place = new PepperFile(file);
    return (random, mayMake) -> {
      if (place.exists()) {
        return place.read();
      }
      if (!mayMake) {
        throw new IllegalStateException(
            "pepper file "
                + file
                + ": missing, but the database has been used with one; restore the file, a new one"
                + " would lock out every device");
      }
      return place.make(random);
    };
  }
}
