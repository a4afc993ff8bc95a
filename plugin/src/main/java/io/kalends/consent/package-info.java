/**
 * The owner's permission: the cloud service mints only with the owner's own token, so the port here
 * answers with that token or says who must act.
 */
@NullMarked
package io.kalends.consent;

import org.jspecify.annotations.NullMarked;
