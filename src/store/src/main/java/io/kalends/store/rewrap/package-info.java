/** Putting what is sealed in a database under a new master key. */
@NullMarked
package io.kalends.store.rewrap;

import org.jspecify.annotations.NullMarked;
