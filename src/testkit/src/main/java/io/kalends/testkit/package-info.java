/**
 * What an adapter's author adds to their tests: a clock to set, a canary that is found wherever a
 * secret leaks to, an issuer that misbehaves.
 */
@NullMarked
package io.kalends.testkit;

import org.jspecify.annotations.NullMarked;
