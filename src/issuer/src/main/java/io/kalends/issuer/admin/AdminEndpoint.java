package io.kalends.issuer.admin;

import io.kalends.edge.Response;

/** Answers one kind of call, from somebody known to be an administrator. */
@FunctionalInterface
interface AdminEndpoint {

  /**
   * Answers.
   *
   * @throws AdminProblem when it is not carried out
   * @throws io.kalends.edge.config.InvalidSetting when something sent cannot be used
   */
  Response answer(AdminCall call);
}
