/**
 * The contract as a caller sees it: what the gateway checks in which order, its errors, its rate
 * limit, and {@code generate_caldav_conf} itself.
 */
@NullMarked
package io.kalends.issuer.contract;

import org.jspecify.annotations.NullMarked;
