package io.kalends.consent;

import io.kalends.enrollment.DeviceOwner;
import io.kalends.secret.Secret;

/** Answers with an owner's own access token, or says who must act. Safe for several threads. */
public interface UserTokens {

  /**
   * The token to call the calendar service with, in this owner's name.
   *
   * @param owner the person
   * @return a token believed to be valid
   * @throws io.kalends.failure.ActionRequired when the owner has to consent first
   * @throws io.kalends.failure.TemporaryFailure when a token cannot be had right now
   */
  Secret tokenOf(DeviceOwner owner);

  /**
   * Another token, after the service refused this one. Asked at most once per call of the service.
   *
   * @param owner the person
   * @param refused the token the service did not take
   * @return a token different from {@code refused}
   * @throws io.kalends.failure.ActionRequired when there is none and the owner has to consent again
   * @throws io.kalends.failure.TemporaryFailure when a token cannot be had right now
   */
  Secret replace(DeviceOwner owner, Secret refused);
}
