/** The service: the doors through which other systems tell Kalends what happened. */
@NullMarked
package io.kalends.host;

import org.jspecify.annotations.NullMarked;
