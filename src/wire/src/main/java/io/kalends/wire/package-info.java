/** Calling out over HTTP without a wire log. */
@NullMarked
package io.kalends.wire;

import org.jspecify.annotations.NullMarked;
