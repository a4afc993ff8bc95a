package io.kalends.issuer.access;

import io.kalends.edge.Request;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Finds out where a request began. A header counts only when the connection comes from a trusted
 * proxy, and then only as far as trusted proxies have written it: read from the right, the first
 * address that is none of theirs. What stands left of it is the client's invention.
 */
final class ClientAddress {

  private static final int SITE_BYTES = 8;

  private final List<AddressRange> trusted;

  ClientAddress(List<String> trustedProxies) {
    this.trusted = trustedProxies.stream().map(AddressRange::of).toList();
  }

  /**
   * The client.
   *
   * @return an address as text
   */
  String of(Request request) {
    Optional<InetAddress> peer = AddressRange.address(bare(request.remote()));
    if (peer.isEmpty()) {
      return request.remote();
    }
    InetAddress nearest = peer.get();
    for (String hop : hops(request)) {
      if (!isTrusted(nearest)) {
        break;
      }
      Optional<InetAddress> next = AddressRange.address(bare(hop.strip()));
      if (next.isEmpty()) {
        break;
      }
      nearest = next.get();
    }
    return nearest.getHostAddress();
  }

  /**
   * What shares a counter with an address: an IPv6 network of 64 bits belongs to one site, whose
   * devices change the rest at will.
   */
  static String site(String address) {
    Optional<byte[]> bytes = AddressRange.address(address).map(InetAddress::getAddress);
    return bytes.isPresent() && bytes.get().length > SITE_BYTES
        ? HexFormat.ofDelimiter(":").formatHex(bytes.get(), 0, SITE_BYTES) + "/64"
        : address;
  }

  /** As written by the proxies, nearest first. */
  private static List<String> hops(Request request) {
    List<String> forwarded = request.header("x-forwarded-for");
    List<String> hops = new ArrayList<>();
    for (String line : forwarded.isEmpty() ? request.header("x-real-ip") : forwarded) {
      hops.addAll(List.of(line.split(",", -1)));
    }
    Collections.reverse(hops);
    return hops;
  }

  private boolean isTrusted(InetAddress address) {
    return trusted.stream().anyMatch(range -> range.holds(address));
  }

  /** Without brackets and port. */
  private static String bare(String text) {
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      return end < 0 ? text : text.substring(1, end);
    }
    int colon = text.indexOf(':');
    // More than one colon is an IPv6 address.
    return colon >= 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
  }
}
