/** Who may call: apps, their tenants, and users with a token, read from a file or given. */
@NullMarked
package io.kalends.issuer.directory;

import org.jspecify.annotations.NullMarked;
