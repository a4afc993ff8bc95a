/** The pepper, hashes made with it, and random text. */
@NullMarked
package io.kalends.issuer.secret;

import org.jspecify.annotations.NullMarked;
