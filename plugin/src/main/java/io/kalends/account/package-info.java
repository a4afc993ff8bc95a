/**
 * One CalDAV credential for one device: what it consists of, and the port through which a calendar
 * service mints it.
 */
@NullMarked
package io.kalends.account;

import org.jspecify.annotations.NullMarked;
