/**
 * The story: what happens to one enrollment, step by step, told in the words of the packages below.
 * Everything else depends on those; nothing depends on this one.
 */
@NullMarked
package io.kalends;

import org.jspecify.annotations.NullMarked;
