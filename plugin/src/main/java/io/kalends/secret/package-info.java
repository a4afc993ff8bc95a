/**
 * The one guard of every password and token. At the very bottom, because everything else holds
 * some.
 */
@NullMarked
package io.kalends.secret;

import org.jspecify.annotations.NullMarked;
