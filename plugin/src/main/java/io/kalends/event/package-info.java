/**
 * What other systems tell us, as normalised facts, and the port through which an adapter turns an
 * HTTP request into them.
 */
@NullMarked
package io.kalends.event;

import org.jspecify.annotations.NullMarked;
