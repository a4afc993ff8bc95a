/** The whole service measured from outside: real processes, webhooks in, callbacks out. */
@NullMarked
package io.kalends.bench.pipeline;

import org.jspecify.annotations.NullMarked;
