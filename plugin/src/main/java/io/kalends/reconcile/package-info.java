/**
 * What no webhook can be trusted with: the MDM's own list is read every few minutes and compared
 * with the registry, and what differs enters by the front door, as facts.
 */
@NullMarked
package io.kalends.reconcile;

import org.jspecify.annotations.NullMarked;
