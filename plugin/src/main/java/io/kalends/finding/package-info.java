/** What a check found, in one shape for profiles, signatures, DAVx5 settings and providers. */
@NullMarked
package io.kalends.finding;

import org.jspecify.annotations.NullMarked;
