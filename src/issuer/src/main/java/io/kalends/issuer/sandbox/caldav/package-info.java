/**
 * A CalDAV server for tests, not for calendars of people: it keeps everything in memory and forgets
 * it when it is closed. It speaks either the dialect seen at the cloud service or the standards, so
 * that what reads calendars, or only asks whether a credential logs in, is tried on both.
 */
@NullMarked
package io.kalends.issuer.sandbox.caldav;

import org.jspecify.annotations.NullMarked;
