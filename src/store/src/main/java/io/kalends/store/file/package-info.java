/** Small files that are kept whole: keys, tokens, profiles. */
@NullMarked
package io.kalends.store.file;

import org.jspecify.annotations.NullMarked;
