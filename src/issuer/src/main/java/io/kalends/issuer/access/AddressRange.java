package io.kalends.issuer.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The addresses that share a beginning.
 *
 * @param first any one of them
 * @param bits how long the beginning is
 */
record AddressRange(InetAddress first, int bits) {

  private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern IPV4 = Pattern.compile("(" + BYTE + "\\.){3}" + BYTE);
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F.]*:[0-9a-fA-F:.]{1,44}");

  /**
   * Reads a range.
   *
   * @param text an address, or one with the length of the beginning: {@code 10.0.0.0/8}
   * @throws IllegalArgumentException when it is neither
   */
  static AddressRange of(String text) {
    String[] parts = text.split("/", 2);
    Optional<InetAddress> address = address(parts[0]);
    int all = address.map(found -> found.getAddress().length * Byte.SIZE).orElse(-1);
    int bits = parts.length == 1 ? all : parts[1].matches("\\d{1,3}") ? number(parts[1]) : -1;
    if (address.isEmpty() || bits < 0 || bits > all) {
      throw new IllegalArgumentException(
          "trustedProxies: '"
              + text.replaceAll("[^\\x20-\\x7e]", "?")
              + "' is neither an address nor a range; write for example 10.0.0.7, 10.0.0.0/8 or ::1");
    }
    return new AddressRange(address.get(), bits);
  }

  /**
   * An address as a number, never as a name: nothing is looked up.
   *
   * @return empty for anything else
   */
  static Optional<InetAddress> address(String text) {
    if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      // With a colon in it, or four numbers, it is never taken for a name.
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  boolean holds(InetAddress address) {
    byte[] mine = first.getAddress();
    byte[] other = address.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % Byte.SIZE);
      if (((mine[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }
}
