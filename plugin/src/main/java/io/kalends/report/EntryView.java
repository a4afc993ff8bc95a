package io.kalends.report;

import io.kalends.ledger.EntryKey;
import io.kalends.ledger.Hold;
import io.kalends.ledger.State;
import java.time.Instant;
import java.util.Optional;

/**
 * One credential generation, as an administrator sees it. No secret, sealed or not.
 *
 * @param id orders the list
 * @param key what it is known by
 * @param cause what asked for it
 * @param state where it stands
 * @param proof how far it is proven, the name of a rung
 * @param sourceHalf where the credential itself stands
 * @param owner whose it is; empty before the preflight
 * @param label what the owner's own list calls the credential; empty before the mint
 * @param hold why it does not go on
 * @param withdrawal why it is taken away
 * @param due when its next step is due
 * @param since in this state
 */
public record EntryView(
    long id,
    EntryKey key,
    String cause,
    State state,
    String proof,
    String sourceHalf,
    Optional<String> owner,
    Optional<String> label,
    Optional<Hold> hold,
    Optional<String> withdrawal,
    Optional<Instant> due,
    Instant since) {}
