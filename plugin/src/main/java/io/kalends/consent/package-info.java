/**
 * The owner's permission: the cloud service mints only with the owner's own token. One port answers
 * with that token or says who must act ({@link io.kalends.consent.UserTokens}); the other obtains
 * it, by asking the owner once ({@link io.kalends.consent.TokenEndpoint}).
 */
@NullMarked
package io.kalends.consent;

import org.jspecify.annotations.NullMarked;
