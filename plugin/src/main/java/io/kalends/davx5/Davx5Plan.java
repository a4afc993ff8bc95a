package io.kalends.davx5;

import java.util.Set;

/**
 * What is known about a managed configuration besides its values, and decides how strictly it is
 * checked.
 *
 * @param passwordOrigin who chose the password
 * @param rotationPlanned whether the password will be replaced while the account exists
 * @param expandedByMdm the variables the MDM replaces before delivery, exactly as written, for
 *     example {@code {{mail}}} or {@code %NUMBER%}; DAVx5 itself expands none
 */
public record Davx5Plan(
    PasswordOrigin passwordOrigin, boolean rotationPlanned, Set<String> expandedByMdm) {

  /** Who chose the password. */
  public enum PasswordOrigin {
    /** We generate it, so it has to be one that survives every channel. */
    OURS,
    /** A calendar service chose it, such as Feishu; we can only warn. */
    FOREIGN
  }

  /** Copies the set. */
  public Davx5Plan {
    expandedByMdm = Set.copyOf(expandedByMdm);
  }

  /**
   * A password from elsewhere, no rotation, an MDM that expands nothing.
   *
   * @return the plan of a Feishu account
   */
  public static Davx5Plan foreignPassword() {
    return new Davx5Plan(PasswordOrigin.FOREIGN, false, Set.of());
  }

  /**
   * A password we generated, no rotation, an MDM that expands nothing.
   *
   * @return the plan of an account on our own calendar server
   */
  public static Davx5Plan ourPassword() {
    return new Davx5Plan(PasswordOrigin.OURS, false, Set.of());
  }

  /**
   * The same with rotation planned.
   *
   * @return a plan under which credentials must stay editable in the app
   */
  public Davx5Plan rotating() {
    return new Davx5Plan(passwordOrigin, true, expandedByMdm);
  }

  /**
   * The same for an MDM that expands variables.
   *
   * @param variables exactly as written in a value
   * @return a plan under which those are no error
   */
  public Davx5Plan expanding(Set<String> variables) {
    return new Davx5Plan(passwordOrigin, rotationPlanned, variables);
  }
}
