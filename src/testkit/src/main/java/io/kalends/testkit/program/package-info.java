/**
 * Programs nobody here wrote, run for a test: what they print and how they end, and a PostgreSQL of
 * one's own. Those that cannot be started fail whoever wanted them.
 */
@NullMarked
package io.kalends.testkit.program;

import org.jspecify.annotations.NullMarked;
