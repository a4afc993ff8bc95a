/** Who comes and who goes: configuration, imports and administrators change people only here. */
@NullMarked
package io.kalends.issuer.roster;

import org.jspecify.annotations.NullMarked;
