package io.kalends.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is in a query, or in a body of type {@code application/x-www-form-urlencoded}. It shows
 * names only: values may be secrets.
 */
public final class Parameters {

  private static final int MAX_PARAMETERS = 100;

  private final Map<String, List<String>> values;

  private Parameters(Map<String, List<String>> values) {
    this.values = values;
  }

  /**
   * Decodes.
   *
   * @param encoded for example {@code a=1&b=x%20y}; may be empty
   * @return in the order sent
   * @throws IllegalArgumentException when it is wrongly encoded, or there are more than a hundred
   */
  public static Parameters of(String encoded) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    int count = 0;
    for (String pair : encoded.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      if (++count > MAX_PARAMETERS) {
        throw new IllegalArgumentException("more than " + MAX_PARAMETERS + " parameters");
      }
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      values
          .computeIfAbsent(URLDecoder.decode(name, UTF_8), key -> new ArrayList<>())
          .add(URLDecoder.decode(value, UTF_8));
    }
    return new Parameters(values);
  }

  /**
   * The value of a parameter.
   *
   * @param name case counts
   * @return empty when it is absent, or sent more than once: then nobody knows which one counts
   */
  public Optional<String> one(String name) {
    List<String> sent = values.getOrDefault(name, List.of());
    return sent.size() == 1 ? Optional.of(sent.get(0)) : Optional.empty();
  }

  /**
   * Every value of a parameter.
   *
   * @param name case counts
   * @return in the order sent
   */
  public List<String> all(String name) {
    return List.copyOf(values.getOrDefault(name, List.of()));
  }

  /** The names, in the order sent. */
  public Set<String> names() {
    return Set.copyOf(values.keySet());
  }

  @Override
  public String toString() {
    return values.keySet().toString();
  }
}
