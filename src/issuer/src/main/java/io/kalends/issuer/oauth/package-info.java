/**
 * OAuth over HTTP: the page where people consent, the token endpoints of three generations, app and
 * tenant tokens, and who a user token belongs to.
 */
@NullMarked
package io.kalends.issuer.oauth;

import org.jspecify.annotations.NullMarked;
