/** Asking a calendar server whether an account logs in. */
@NullMarked
package io.kalends.adapters.caldav;

import org.jspecify.annotations.NullMarked;
