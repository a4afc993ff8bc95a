/** Apple configuration profiles: templates, building, reading, showing, and Apple's own rules. */
@NullMarked
package io.kalends.profile;

import org.jspecify.annotations.NullMarked;
