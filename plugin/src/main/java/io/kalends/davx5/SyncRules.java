package io.kalends.davx5;

import io.kalends.finding.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What holds between the keys of network and synchronisation. */
final class SyncRules {

  private static final String TYPE = "proxy_type";
  private static final List<String> PROXY = List.of("override_proxy_host", "override_proxy_port");

  private SyncRules() {}

  static List<Finding> check(Map<String, Object> values) {
    List<Finding> findings = new ArrayList<>();
    boolean ownProxy =
        ValueRules.get(values, TYPE, Integer.class).filter(type -> type >= 1).isPresent();
    for (String key : PROXY) {
      if (ownProxy && !values.containsKey(key)) {
        findings.add(Finding.error(key, "missing; proxy_type 1 and 2 need host and port"));
      } else if (!ownProxy && values.containsKey(key)) {
        findings.add(Finding.warning(key, "has no effect unless proxy_type is 1 or 2"));
      }
    }
    if (values.containsKey("wifi_only_ssids") && !Boolean.TRUE.equals(values.get("wifi_only"))) {
      findings.add(Finding.warning("wifi_only_ssids", "has no effect unless wifi_only is true"));
    }
    if (values.containsKey("preselect_collections_excluded")
        && !List.of(1, 2).contains(values.getOrDefault("preselect_collections", 0))) {
      findings.add(
          Finding.warning(
              "preselect_collections_excluded",
              "has no effect unless preselect_collections is 1 or 2"));
    }
    return findings;
  }
}
