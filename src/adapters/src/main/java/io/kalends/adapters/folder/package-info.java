/**
 * A folder that stands in for an MDM: each delivery becomes files that a person, or an MDM that
 * only takes uploads, picks up. For trying out, too.
 */
@NullMarked
package io.kalends.adapters.folder;

import org.jspecify.annotations.NullMarked;
