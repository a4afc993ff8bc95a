/** MDMs and devices that are fakes, say so, and by default hurt. */
@NullMarked
package io.kalends.testkit.mdm;

import org.jspecify.annotations.NullMarked;
