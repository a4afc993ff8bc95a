package io.kalends.issuer.secret;

import io.kalends.store.Database;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Whether a pepper is the one a database was made with. */
public final class PepperCheck {

  private static final String WORDS = "kalends issuer: is this the right pepper?";

  private PepperCheck() {}

  /**
   * Gets the pepper of a database, and a new one for a new database.
   *
   * @param database with the issuer's schema
   * @param source where the pepper comes from
   * @param random for a new pepper
   * @return the right one
   * @throws IllegalStateException when the pepper is missing or not the one of this database
   */
  public static Pepper pass(Database database, PepperSource source, SecureRandom random) {
    Optional<byte[]> known = database.read("read pepper check", PepperCheck::read);
    Pepper pepper = source.pepper(random, known.isEmpty());
    byte[] check = pepper.hash(WORDS);
    // Another node may have been first: what is in the database then decides.
    byte[] kept =
        known.isPresent()
            ? known.get()
            : database.write("keep pepper check", connection -> keep(connection, check));
    if (!MessageDigest.isEqual(kept, check)) {
      throw new IllegalStateException(
          "the pepper is not the one that the database was made with; restore that one, with this"
              + " one no device could log in");
    }
    return pepper;
  }

  private static Optional<byte[]> read(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT hmac FROM pepper_check");
        ResultSet row = select.executeQuery()) {
      return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
    }
  }

  private static byte[] keep(Connection connection, byte[] hmac) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO pepper_check (one, hmac) VALUES (1, ?) ON CONFLICT DO NOTHING")) {
      insert.setBytes(1, hmac);
      insert.executeUpdate();
    }
    return read(connection).orElseThrow();
  }
}
