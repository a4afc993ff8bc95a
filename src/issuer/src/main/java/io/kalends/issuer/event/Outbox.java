package io.kalends.issuer.event;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HexFormat;

/**
 * Where events wait. An event goes in within the transaction that writes what it tells of: either
 * both are there or neither.
 */
public final class Outbox {

  private static final int ID_BYTES = 16;

  private final Clock clock;
  private final SecureRandom random;

  /**
   * An outbox.
   *
   * @param clock for the time of the event, in milliseconds
   * @param random for event ids
   */
  public Outbox(Clock clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
  }

  /**
   * Adds an event for one app. For an app that has no {@link EventTarget} when the event's turn
   * comes, it is dropped: callers need not know who listens.
   *
   * @param connection of the transaction that writes the fact
   * @param appId whom to tell
   * @param event what
   * @return the event's id: 32 hex digits, the same in every redelivery
   * @throws SQLException when the database refuses
   */
  public String add(Connection connection, String appId, Event event) throws SQLException {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    String eventId = HexFormat.of().formatHex(id);
    OutboxTable.insert(connection, eventId, appId, event, clock.instant());
    return eventId;
  }
}
