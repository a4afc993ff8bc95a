package io.kalends.issuer;

import io.kalends.edge.config.Fields;
import io.kalends.edge.config.InvalidSetting;
import io.kalends.issuer.sandbox.FaultPlan;
import java.util.OptionalInt;
import java.util.Set;

/** The section about misbehaviour on demand. Left out in production. */
final class SandboxFields {

  static final Set<String> KNOWN = Set.of("faultsPerThousand", "seed", "faultsByHeader");

  private static final double THOUSAND = 1000;

  private SandboxFields() {}

  static IssuerConfig in(Fields section, IssuerConfig before) {
    OptionalInt perThousand = section.number("faultsPerThousand");
    OptionalInt seed = section.number("seed");
    if (perThousand.isPresent() && seed.isEmpty()) {
      throw new InvalidSetting("seed", "missing; set it, so that a bad day can be repeated");
    }
    FaultPlan plan =
        perThousand.isPresent()
            ? FaultPlan.atRate(perThousand.getAsInt() / THOUSAND, seed.getAsInt())
            : FaultPlan.onDemand();
    return before.misbehaving(section.flag("faultsByHeader") ? plan.byHeader() : plan);
  }
}
