/** What was granted to whom: tokens, known by their hashes only. */
@NullMarked
package io.kalends.issuer.token;

import org.jspecify.annotations.NullMarked;
