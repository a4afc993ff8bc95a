package io.kalends.report;

import java.util.List;
import java.util.Optional;

/**
 * Part of a list.
 *
 * @param rows in the order of the list
 * @param next where the following part begins, to be asked for with; empty when there is none
 * @param <T> what is listed
 */
public record Page<T>(List<T> rows, Optional<Long> next) {

  /** Copies the list. */
  public Page {
    rows = List.copyOf(rows);
  }
}
