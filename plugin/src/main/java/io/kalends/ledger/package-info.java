/**
 * One credential generation on one enrollment, from the request to its end: what has happened, what
 * is needed to undo it, and which step may come next. The durable ledger stands on these types.
 */
@NullMarked
package io.kalends.ledger;

import org.jspecify.annotations.NullMarked;
