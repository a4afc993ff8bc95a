package io.kalends.profile;

import com.dd.plist.NSDictionary;
import com.dd.plist.NSNumber;
import com.dd.plist.NSObject;
import com.dd.plist.NSString;
import io.kalends.finding.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;

/** Collects findings, and reads values whose type may be wrong. */
final class Found {

  private final List<Finding> findings = new ArrayList<>();

  void error(String where, String text) {
    findings.add(Finding.error(where, text));
  }

  void warning(String where, String text) {
    findings.add(Finding.warning(where, text));
  }

  void add(Finding finding) {
    findings.add(finding);
  }

  /** Of a payload whose type is not known: the keys that every payload has. */
  void commonKeys(NSDictionary payload, String path) {
    NSDictionary common = new NSDictionary();
    KeyRule.anyPayload().keySet().stream()
        .filter(payload::containsKey)
        .forEach(key -> common.put(key, payload.objectForKey(key)));
    against(KeyRule.anyPayload(), common, path, Finding::error);
  }

  /** Types, required keys, unknown keys and empty texts of one dictionary. */
  void against(
      Map<String, KeyRule> rules,
      NSDictionary dictionary,
      String path,
      BiFunction<String, String, Finding> unknown) {
    for (KeyRule rule : rules.values()) {
      if (rule.required() && !dictionary.containsKey(rule.name())) {
        error(path + rule.name(), "is missing; devices refuse the profile without it");
      }
    }
    dictionary.forEach(
        (key, value) -> {
          KeyRule rule = rules.get(key);
          String where = path + Shown.key(key);
          if (rule == null) {
            findings.add(
                unknown.apply(
                    where,
                    "is no key of Apple's table; known: " + String.join(", ", rules.keySet())));
          } else {
            value(rule, value, where);
          }
        });
  }

  private void value(KeyRule rule, NSObject value, String where) {
    PlistKind kind = PlistKind.of(value);
    if (kind != rule.kind()) {
      error(where, "is of type " + kind + ", must be " + rule.kind());
    } else if (value instanceof NSString text && text.getContent().isBlank()) {
      error(where, "is empty; give a value or leave the key out");
    }
  }

  List<Finding> all() {
    return List.copyOf(findings);
  }

  static Optional<String> text(NSDictionary dictionary, String key) {
    return dictionary.objectForKey(key) instanceof NSString text
        ? Optional.of(text.getContent())
        : Optional.empty();
  }

  static OptionalLong integer(NSDictionary dictionary, String key) {
    return dictionary.objectForKey(key) instanceof NSNumber number && number.isInteger()
        ? OptionalLong.of(number.longValue())
        : OptionalLong.empty();
  }

  static Optional<Boolean> flag(NSDictionary dictionary, String key) {
    return dictionary.objectForKey(key) instanceof NSNumber number && number.isBoolean()
        ? Optional.of(number.boolValue())
        : Optional.empty();
  }
}
