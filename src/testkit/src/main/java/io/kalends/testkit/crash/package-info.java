/**
 * The crash test: a whole life of a small company's devices, cut off before and after every call
 * that reaches outside or is saved, and gone on with as after the death of a process. What is left
 * at the end is compared by truths that no ledger class tells.
 */
@NullMarked
package io.kalends.testkit.crash;

import org.jspecify.annotations.NullMarked;
