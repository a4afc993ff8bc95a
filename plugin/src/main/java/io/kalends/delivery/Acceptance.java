package io.kalends.delivery;

import java.util.List;

/**
 * What a provider takes for one device.
 *
 * @param forms the forms it takes, the one it prefers first; empty when this device cannot be
 *     served, and then {@code limits} says why
 * @param highestProof the highest rung of the ladder this provider can report by itself
 * @param limits sentences for the administrator about what this provider cannot promise
 */
public record Acceptance(List<DeliveryForm> forms, Proof highestProof, List<String> limits) {

  /** Copies the lists. */
  public Acceptance {
    forms = List.copyOf(forms);
    limits = List.copyOf(limits);
    if (forms.isEmpty() && limits.isEmpty()) {
      throw new IllegalArgumentException("an acceptance of nothing must say why, in limits");
    }
  }

  /**
   * A refusal.
   *
   * @param why the sentence the administrator reads
   * @return an acceptance of no form at all
   */
  public static Acceptance none(String why) {
    return new Acceptance(List.of(), Proof.NONE, List.of(why));
  }
}
