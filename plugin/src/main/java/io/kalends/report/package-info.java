/**
 * What an administrator asks the ledger about: read only, page by page, every query by an index.
 */
@NullMarked
package io.kalends.report;

import org.jspecify.annotations.NullMarked;
