/** The administrator's API: who may use it, what it shows and changes, and what is written down. */
@NullMarked
package io.kalends.issuer.admin;

import org.jspecify.annotations.NullMarked;
