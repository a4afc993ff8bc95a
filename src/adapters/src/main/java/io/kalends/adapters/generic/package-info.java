/**
 * Any MDM that has no adapter of its own: it tells what happened by signed JSON, and is told what
 * to do by signed JSON or by files.
 */
@NullMarked
package io.kalends.adapters.generic;

import org.jspecify.annotations.NullMarked;
