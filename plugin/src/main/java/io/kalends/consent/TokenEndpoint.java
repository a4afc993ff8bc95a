package io.kalends.consent;

import io.kalends.secret.Secret;
import java.net.URI;

/**
 * The service's side of consent: the page a person is sent to, and what is made of their answer
 * (OAuth 2.0 authorization code with PKCE). Bound to one app of one service. Keeps nothing, repeats
 * nothing by itself. Safe for use by several threads.
 */
public interface TokenEndpoint extends AutoCloseable {

  /**
   * The page on which a person consents. Does not call out.
   *
   * @param request what is asked for
   * @return to be opened in that person's browser; holds the state and the S256 challenge, and no
   *     secret. The browser comes back to the redirect URI with {@code code} and {@code state}, or
   *     with {@code error} and {@code state}
   */
  URI authorizeUrl(AuthorizationRequest request);

  /**
   * Turns a code into a grant. A code works once, within minutes.
   *
   * @param code what came back to the redirect URI
   * @param request the request it came back to, its state already checked
   * @return the grant
   * @throws io.kalends.failure.ActionRequired of the owner: the code is not valid, or no answer
   *     came and it may be spent: consent again; of an administrator: the app is at fault
   * @throws io.kalends.failure.PermanentFailure the person left, or the request is at fault
   * @throws io.kalends.failure.TemporaryFailure not sent, or refused for now: the same code may
   *     work later
   */
  Grant exchange(Secret code, AuthorizationRequest request);

  /**
   * Renews a grant. <strong>Not repeatable:</strong> a refresh token works once, so the caller sees
   * to it that one process at a time renews one grant, saves what comes back before using it, and
   * keeps the old refresh token until then, whatever is thrown.
   *
   * @param refreshToken the newest one
   * @return a new pair, or that this token was used or revoked before
   * @throws io.kalends.failure.ActionRequired the owner has to consent again, or an administrator
   *     has to act; renewing is over until then
   * @throws io.kalends.failure.PermanentFailure the person left, or the request is at fault
   * @throws io.kalends.failure.TemporaryFailure not sent, or refused for now: the token is as good
   *     as before
   * @throws io.kalends.failure.UncertainOutcome sent and no definite answer: the token may be used
   *     up and its successor lost. Trying the same token again tells
   */
  Renewal refresh(Secret refreshToken);

  /**
   * Who gave the grant that a token stands for. Whoever stores a grant for an owner compares this
   * with whom the owner is known to be, or anybody could attach a calendar to anybody's device.
   *
   * @param accessToken of a grant
   * @return the person
   * @throws io.kalends.failure.ActionRequired the token is not taken, or an administrator has to
   *     act
   * @throws io.kalends.failure.PermanentFailure the person left, or the answer breaks the contract
   * @throws io.kalends.failure.TemporaryFailure no answer for now; asking again is harmless
   */
  Grantor grantor(Secret accessToken);

  /** Releases connections; closing twice is fine. */
  @Override
  default void close() {}
}
