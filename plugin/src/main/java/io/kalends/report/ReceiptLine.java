package io.kalends.report;

import java.time.Instant;
import java.util.Optional;

/**
 * A line of the receipt.
 *
 * @param id orders the list
 * @param at when
 * @param generation which entry; empty where the enrollment itself is meant
 * @param actor a node, an administrator, or kalends
 * @param from how it stood before; empty for what was opened
 * @param to how it stands since
 * @param detail for people
 */
public record ReceiptLine(
    long id,
    Instant at,
    Optional<Integer> generation,
    String actor,
    String from,
    String to,
    String detail) {}
