/**
 * Sealing secrets at rest: boxes, the ring of master keys they are sealed under, and putting all
 * boxes of a database under a new one.
 */
@NullMarked
package io.kalends.store.sealing;

import org.jspecify.annotations.NullMarked;
