/**
 * The command line: the demo, the offline tools, and one credential minted by hand. Every command
 * says what it did, to which device, and what to do next; exit codes are in {@link
 * io.kalends.cli.ExitCode}.
 */
@NullMarked
package io.kalends.cli;

import org.jspecify.annotations.NullMarked;
