/**
 * Letting devices in: what a proxy before a calendar server asks about every request, how wrong
 * guesses are slowed down, and when which credential was used.
 */
@NullMarked
package io.kalends.issuer.access;

import org.jspecify.annotations.NullMarked;
