/**
 * The nouns of the field: an enrollment, its channel and platform, the device behind it and the
 * person who owns it. Names follow Apple's MDM vocabulary where it has one.
 */
@NullMarked
package io.kalends.enrollment;

import org.jspecify.annotations.NullMarked;
