package io.kalends.issuer.token;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Lists of scopes, as they are kept and sent: in order, separated by one blank. */
final class Scopes {

  private Scopes() {}

  static SortedSet<String> of(String text) {
    return text.isBlank() ? new TreeSet<>() : new TreeSet<>(List.of(text.split(" ")));
  }

  static String text(Collection<String> scopes) {
    return String.join(" ", new TreeSet<>(scopes));
  }

  /**
   * What a client wants of what it was granted.
   *
   * @param granted all it may have
   * @param wanted as sent; empty for all
   * @throws OAuthRefusal when one is wanted twice, or was not granted
   */
  static SortedSet<String> narrowed(SortedSet<String> granted, List<String> wanted) {
    Set<String> unique = new HashSet<>(wanted);
    if (unique.size() < wanted.size()) {
      throw new OAuthRefusal(OAuthError.SCOPE_DUPLICATE);
    }
    if (!granted.containsAll(unique)) {
      throw new OAuthRefusal(OAuthError.SCOPE_NOT_GRANTED);
    }
    return wanted.isEmpty() ? granted : new TreeSet<>(unique);
  }
}
