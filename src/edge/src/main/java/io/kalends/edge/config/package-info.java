/** Reading what administrators write: strictly, naming file, field and fix, showing no secret. */
@NullMarked
package io.kalends.edge.config;

import org.jspecify.annotations.NullMarked;
