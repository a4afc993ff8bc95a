/**
 * The four ways in which something outside can fail. Every adapter sorts its failures into these
 * where they arise; the worker reads the type and knows what to do; nobody catches in between.
 */
@NullMarked
package io.kalends.failure;

import org.jspecify.annotations.NullMarked;
