package io.kalends.issuer;

import io.kalends.issuer.secret.PepperSource;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.UnaryOperator;

/** An issuer in a folder, on a free port, with a clock that stands still. */
final class IssuerFixture implements AutoCloseable {

  final SettableClock clock = new SettableClock();
  final Issuer issuer;
  final Caller caller;

  private final Path database;

  private IssuerFixture(IssuerConfig config) {
    this.database = Path.of(config.database().toString());
    this.issuer = Issuer.start(config, clock, new SecureRandom());
    this.caller = new Caller(issuer.baseUrl());
  }

  static IssuerFixture in(Path folder) {
    return in(folder, config -> config);
  }

  static IssuerFixture in(Path folder, UnaryOperator<IssuerConfig> adapted) {
    return new IssuerFixture(adapted.apply(config(folder)));
  }

  static IssuerConfig config(Path folder) {
    return IssuerConfig.of(
        "caldav.example.com",
        folder.resolve("issuer.db"),
        PepperSource.file(folder.resolve("pepper")),
        SampleDirectory.all());
  }

  /** Another program takes the table away under the issuer. */
  void spoilDatabase() {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE credential");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    issuer.close();
  }
}
