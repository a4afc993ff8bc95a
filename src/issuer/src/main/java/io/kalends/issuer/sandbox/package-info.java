/** Misbehaviour on demand: what can go wrong between a client and the service, by name or seed. */
@NullMarked
package io.kalends.issuer.sandbox;

import org.jspecify.annotations.NullMarked;
