/**
 * Serving HTTP: small records that know no framework, and the one class that does. Handlers are
 * written against the records, so that another server is another edge and nothing else.
 */
@NullMarked
package io.kalends.edge;

import org.jspecify.annotations.NullMarked;
