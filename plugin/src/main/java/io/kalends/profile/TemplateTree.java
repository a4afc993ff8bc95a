package io.kalends.profile;

import com.dd.plist.NSArray;
import com.dd.plist.NSDictionary;
import com.dd.plist.NSObject;
import com.dd.plist.NSString;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Works on the tree of a template: what it asks for, and what is left when a value is missing. */
final class TemplateTree {

  private TemplateTree() {}

  /** Visits every string node with its place. */
  static void forEachText(NSObject node, String where, BiConsumer<String, String> visitor) {
    if (node instanceof NSString text) {
      visitor.accept(where, text.getContent());
    } else if (node instanceof NSArray array) {
      for (int i = 0; i < array.count(); i++) {
        forEachText(array.objectAtIndex(i), where + "[" + i + "]", visitor);
      }
    } else if (node instanceof NSDictionary dictionary) {
      String start = where.isEmpty() ? "" : where + ".";
      dictionary.forEach((key, value) -> forEachText(value, start + Shown.key(key), visitor));
    }
  }

  static Set<Placeholder> placeholders(NSObject node) {
    Set<Placeholder> used = EnumSet.noneOf(Placeholder.class);
    forEachText(node, "", (where, text) -> used.addAll(TemplateText.of(text).placeholders()));
    return used;
  }

  /**
   * The template for profiles in which only some values are given.
   *
   * @return a tree without the keys that hold another value, and without the payloads that lose a
   *     required key this way
   */
  static NSDictionary withOnly(Set<Placeholder.Given> given, NSDictionary template) {
    NSDictionary left = dictionary(given, template);
    if (left.objectForKey("PayloadContent") instanceof NSArray
        && template.objectForKey("PayloadContent") instanceof NSArray payloads) {
      List<NSObject> whole = new ArrayList<>();
      for (NSObject payload : payloads.getArray()) {
        node(given, payload).filter(kept -> !lostRequired(payload, kept)).ifPresent(whole::add);
      }
      left.put("PayloadContent", new NSArray(whole.toArray(new NSObject[0])));
    }
    return left;
  }

  private static boolean lostRequired(NSObject before, NSObject after) {
    if (before instanceof NSDictionary payload && after instanceof NSDictionary kept) {
      return KeyRule.payload(Found.text(payload, "PayloadType").orElse(""))
          .orElse(Map.of())
          .values()
          .stream()
          .filter(KeyRule::required)
          .anyMatch(rule -> payload.containsKey(rule.name()) && !kept.containsKey(rule.name()));
    }
    return false;
  }

  private static Optional<NSObject> node(Set<Placeholder.Given> given, NSObject node) {
    if (node instanceof NSString text) {
      return TemplateText.of(text.getContent()).placeholders().stream()
              .allMatch(placeholder -> given.contains(placeholder.given()))
          ? Optional.of(node)
          : Optional.empty();
    }
    if (node instanceof NSDictionary dictionary) {
      return Optional.of(dictionary(given, dictionary));
    }
    if (node instanceof NSArray array) {
      List<NSObject> kept = new ArrayList<>();
      for (NSObject element : array.getArray()) {
        node(given, element).ifPresent(kept::add);
      }
      return Optional.of(new NSArray(kept.toArray(new NSObject[0])));
    }
    return Optional.of(node);
  }

  private static NSDictionary dictionary(Set<Placeholder.Given> given, NSDictionary dictionary) {
    NSDictionary kept = new NSDictionary();
    dictionary.forEach((key, value) -> node(given, value).ifPresent(node -> kept.put(key, node)));
    return kept;
  }
}
