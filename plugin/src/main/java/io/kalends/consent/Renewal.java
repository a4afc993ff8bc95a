package io.kalends.consent;

import io.kalends.failure.ActionRequired;

/** What came of renewing a grant. A refresh token works once, so there are two definite ends. */
public sealed interface Renewal {

  /**
   * A new pair; the old refresh token is dead from now on.
   *
   * @param grant to be saved before it is used
   */
  record Renewed(Grant grant) implements Renewal {}

  /**
   * The refresh token was used before or revoked, and nothing more can be said from outside. Read
   * the store again: when it holds a newer pair, another process was faster and all is well; when
   * it does not, throw the reason.
   *
   * @param reason for the owner, who has to consent again
   */
  record Superseded(ActionRequired reason) implements Renewal {}
}
