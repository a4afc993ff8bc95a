package io.kalends.issuer.sandbox.caldav;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** One calendar a user, made when the user is first seen. All of it is memory, so it has an end. */
final class Calendars {

  private static final int MAX_CALENDARS = 100_000;
  private static final long MAX_BYTES = 64L * 1024 * 1024;

  private final Map<String, Calendar> byUser = new ConcurrentHashMap<>();
  private final AtomicLong freeBytes = new AtomicLong(MAX_BYTES);

  /**
   * The calendar of a user.
   *
   * @param user who was authenticated
   * @return always the same
   * @throws DavError 507 when there are too many
   */
  Calendar of(String user) {
    if (byUser.size() >= MAX_CALENDARS && !byUser.containsKey(user)) {
      throw DavError.of(507, "too many users");
    }
    return byUser.computeIfAbsent(user, name -> new Calendar(freeBytes));
  }
}
