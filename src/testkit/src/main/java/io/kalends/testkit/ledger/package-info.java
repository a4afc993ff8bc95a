/** What a ledger must keep, whichever database it stands on: contracts to be run on each. */
@NullMarked
package io.kalends.testkit.ledger;

import org.jspecify.annotations.NullMarked;
