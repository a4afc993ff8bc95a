/**
 * {@code generate_caldav_conf} served by ourselves: a CalDAV credential per call, for calendars a
 * company hosts itself, for the demonstration and for tests. Knows nothing of MDM.
 */
@NullMarked
package io.kalends.issuer;

import org.jspecify.annotations.NullMarked;
