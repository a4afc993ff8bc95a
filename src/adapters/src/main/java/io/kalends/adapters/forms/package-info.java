/** Which forms of delivery go to which device, where the outside system has no rule of its own. */
@NullMarked
package io.kalends.adapters.forms;

import org.jspecify.annotations.NullMarked;
