package io.kalends.mdm;

import io.kalends.enrollment.Device;
import java.util.List;
import java.util.Optional;

/** Optional: a provider that can list its enrollments, page by page. */
@FunctionalInterface
public interface EnrollmentLister {

  /** The cursor to begin a pass with. */
  String START = "";

  /**
   * Reads one page.
   *
   * @param cursor {@link #START}, or what the page before named
   * @return enrollments in any order; one that appears twice in a pass is fine
   * @throws io.kalends.failure.Failure sorted
   */
  Page list(String cursor);

  /**
   * One page of enrollments.
   *
   * @param devices as the MDM knows them now
   * @param next where the next page begins; empty at the end of the pass
   */
  record Page(List<Device> devices, Optional<String> next) {

    /** Copies the list. */
    public Page {
      devices = List.copyOf(devices);
    }
  }
}
