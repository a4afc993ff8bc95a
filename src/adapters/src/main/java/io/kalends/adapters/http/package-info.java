/** Calling outside systems over HTTP the careful way: what the adapters have in common. */
@NullMarked
package io.kalends.adapters.http;

import org.jspecify.annotations.NullMarked;
