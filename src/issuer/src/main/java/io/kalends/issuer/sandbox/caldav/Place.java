package io.kalends.issuer.sandbox.caldav;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What a path means. {@code /} is the root, {@code /<user>/principal/} a principal, {@code
 * /<user>/} its home set, {@code /<user>/<UUID>/} its calendar and what is below an object of it.
 * That is the path seen at the cloud service in 2026; the principal's is ours.
 *
 * @param kind of resource
 * @param user whose it is, decoded; empty at the root
 * @param name of the object, decoded; empty elsewhere
 */
record Place(Kind kind, String user, String name) {

  /** The kinds of resources. */
  enum Kind {
    ROOT,
    PRINCIPAL,
    HOME,
    CALENDAR,
    OBJECT
  }

  private static final int MAX_PATH = 2_000;
  private static final int MAX_SEGMENT = 255;
  private static final String PRINCIPAL_SEGMENT = "principal";
  private static final String UNRESERVED = "-._~";

  static Place root() {
    return new Place(Kind.ROOT, "", "");
  }

  static Place principal(String user) {
    return new Place(Kind.PRINCIPAL, user, "");
  }

  static Place home(String user) {
    return new Place(Kind.HOME, user, "");
  }

  static Place calendar(String user) {
    return new Place(Kind.CALENDAR, user, "");
  }

  static Place object(String user, String name) {
    return new Place(Kind.OBJECT, user, name);
  }

  /**
   * Reads a path. A missing slash at the end of a collection is forgiven.
   *
   * @param path as it stands in the request
   * @return where it leads
   * @throws DavError 404 when nothing can be there, 400 when it is not properly encoded
   */
  static Place of(String path) {
    List<String> segments = segments(path);
    if (segments.isEmpty()) {
      return root();
    }
    String user = segments.get(0);
    boolean slash = path.endsWith("/");
    if (segments.size() == 1) {
      return home(user);
    }
    String second = segments.get(1);
    if (segments.size() == 2 && second.equals(PRINCIPAL_SEGMENT)) {
      return principal(user);
    }
    if (second.equalsIgnoreCase(calendarId(user)) && segments.size() == 2) {
      return calendar(user);
    }
    if (second.equalsIgnoreCase(calendarId(user)) && segments.size() == 3 && !slash) {
      return object(user, segments.get(2));
    }
    throw nowhere();
  }

  /** The path, encoded. */
  String href() {
    return switch (kind) {
      case ROOT -> "/";
      case PRINCIPAL -> "/" + encoded(user) + "/" + PRINCIPAL_SEGMENT + "/";
      case HOME -> "/" + encoded(user) + "/";
      case CALENDAR -> "/" + encoded(user) + "/" + calendarId(user) + "/";
      case OBJECT -> "/" + encoded(user) + "/" + calendarId(user) + "/" + encoded(name);
    };
  }

  /** Whether it can stand between two slashes and be nothing else. */
  static boolean isSegment(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_SEGMENT
        && !text.equals(".")
        && !text.equals("..")
        && text.indexOf('/') < 0
        && text.chars().noneMatch(Character::isISOControl);
  }

  /** Always the same for a user, so that a client finds it again after a restart. */
  private static String calendarId(String user) {
    return UUID.nameUUIDFromBytes(user.getBytes(UTF_8)).toString();
  }

  private static List<String> segments(String path) {
    if (path.length() > MAX_PATH || !path.startsWith("/")) {
      throw nowhere();
    }
    List<String> segments = new ArrayList<>();
    String inner = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    for (int slash = 0; slash >= 0 && slash < inner.length(); ) {
      int next = inner.indexOf('/', slash + 1);
      String segment = decoded(inner.substring(slash + 1, next < 0 ? inner.length() : next));
      if (!isSegment(segment)) {
        throw nowhere();
      }
      segments.add(segment);
      slash = next;
    }
    return segments;
  }

  private static DavError nowhere() {
    return DavError.of(404, "nothing here");
  }

  private static String decoded(String segment) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] raw = segment.getBytes(UTF_8);
    try {
      for (int i = 0; i < raw.length; i++) {
        if (raw[i] == '%') {
          bytes.write(Integer.parseUnsignedInt(segment(raw, i + 1), 16));
          i += 2;
        } else {
          bytes.write(raw[i]);
        }
      }
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
    } catch (CharacterCodingException | NumberFormatException e) {
      throw DavError.of(400, "the path is not properly encoded UTF-8");
    }
  }

  private static String segment(byte[] raw, int from) {
    if (from + 2 > raw.length || Character.digit(raw[from], 16) < 0) {
      throw new NumberFormatException("a percent sign without two digits");
    }
    return new String(raw, from, 2, UTF_8);
  }

  private static String encoded(String segment) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : segment.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= '0' && c <= '9')
              || (c >= 'A' && c <= 'Z')
              || (c >= 'a' && c <= 'z')
              || UNRESERVED.indexOf(c) >= 0;
      encoded.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return encoded.toString();
  }
}
