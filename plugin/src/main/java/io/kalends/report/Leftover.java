package io.kalends.report;

import io.kalends.ledger.EntryKey;
import java.time.Instant;

/**
 * A credential that may still log in and that only a person can delete: in the owner's own list of
 * CalDAV credentials, under its label.
 *
 * @param id orders the list
 * @param key the entry it belongs or belonged to
 * @param owner whose list it is in
 * @param label what it is called there
 * @param exchangeId the service's own id of the call that may have made it; empty for one that is
 *     owed
 * @param since when it was noted
 */
public record Leftover(
    long id, EntryKey key, String owner, String label, String exchangeId, Instant since) {}
