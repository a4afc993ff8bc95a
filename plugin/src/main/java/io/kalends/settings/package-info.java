/**
 * One instance's settings as an adapter's factory sees them: typed, checked, unknown keys refused.
 */
@NullMarked
package io.kalends.settings;

import org.jspecify.annotations.NullMarked;
