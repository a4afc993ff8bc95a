/**
 * The signature under an Apple profile: keys and chains, signing, checking, and from nothing to a
 * usable key.
 */
@NullMarked
package io.kalends.signing;

import org.jspecify.annotations.NullMarked;
