package io.kalends.davx5;

import io.kalends.delivery.ManagedConfiguration;
import io.kalends.finding.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks a managed configuration before it leaves: every key by the manual's table, what must not
 * stand together, the licence, the password's alphabet, variables nobody would expand, and whether
 * the app reads a managed configuration at all. Findings name keys and never quote values.
 */
public final class Davx5Validator {

  private Davx5Validator() {}

  /**
   * Checks a configuration that was built.
   *
   * @param configuration package and values
   * @param plan what is known besides the values
   * @return what was found, unusable keys first; empty when all is well
   */
  public static List<Finding> check(ManagedConfiguration configuration, Davx5Plan plan) {
    return check(configuration.packageName(), configuration.values(), plan);
  }

  /**
   * Checks a configuration from a file or from an MDM: one JSON object of keys and values.
   *
   * @param utf8 the text; may be anything at all
   * @param packageName the app it is meant for
   * @param plan what is known besides the values
   * @return what was found; text that is no JSON object is a finding with its place
   */
  public static List<Finding> checkJson(byte[] utf8, String packageName, Davx5Plan plan) {
    Map<String, Object> values;
    try {
      values = Davx5Json.values(Davx5Json.object(utf8, "managed configuration"));
    } catch (Davx5Refused refused) {
      return refused.findings();
    }
    return check(packageName, values, plan);
  }

  private static List<Finding> check(
      String packageName, Map<String, Object> values, Davx5Plan plan) {
    List<Finding> findings = new ArrayList<>();
    Map<String, Object> known = new LinkedHashMap<>(values);
    for (String key : values.keySet()) {
      Davx5Key.objectionTo(key)
          .ifPresent(
              text -> {
                findings.add(Finding.error(shown(key), text));
                known.remove(key);
              });
    }
    known.forEach(
        (key, value) -> findings.addAll(ValueRules.check(key, value, plan.expandedByMdm())));
    findings.addAll(TargetRules.check(packageName, known));
    findings.addAll(LoginRules.check(known, plan));
    findings.addAll(SyncRules.check(known));
    return List.copyOf(findings);
  }

  /** A key from a stranger's file, harmless on a terminal. */
  private static String shown(String key) {
    String cut = key.length() <= 100 ? key : key.substring(0, 100) + "...";
    return cut.replaceAll("[^\\x21-\\x7e]", "?");
  }
}
