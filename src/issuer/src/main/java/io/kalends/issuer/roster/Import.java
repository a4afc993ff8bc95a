package io.kalends.issuer.roster;

import io.kalends.issuer.directory.Directory;

/**
 * How a file of people is taken.
 *
 * @param directory the configuration: whom it names, it alone speaks for
 * @param complete who was imported before, is of a tenant in the file and not in the file, has left
 * @param leavers so many may leave at once, however many are there
 */
public record Import(Directory directory, boolean complete, int leavers) {}
