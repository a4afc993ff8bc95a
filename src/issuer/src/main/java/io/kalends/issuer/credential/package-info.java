/** Minting CalDAV credentials, keeping them as hashes, and recognising them again. */
@NullMarked
package io.kalends.issuer.credential;

import org.jspecify.annotations.NullMarked;
