/** Running benchmarks so that their ratios can be believed, and printing them. */
@NullMarked
package io.kalends.bench;

import org.jspecify.annotations.NullMarked;
