/**
 * What the ledger and the issuer share about keeping things: opening a database the safe way,
 * bringing its schema up to date, and writing files whole.
 */
@NullMarked
package io.kalends.store;

import org.jspecify.annotations.NullMarked;
