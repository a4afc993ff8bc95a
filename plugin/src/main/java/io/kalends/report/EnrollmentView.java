package io.kalends.report;

import io.kalends.enrollment.Device;
import io.kalends.enrollment.EnrollmentId;
import java.time.Instant;
import java.util.Optional;

/**
 * One enrollment, as an administrator sees it.
 *
 * @param id orders the list
 * @param enrollment the MDM's id
 * @param status DISCOVERED, ENROLLED or LEFT
 * @param device as the MDM described it last; empty while it only mentioned it
 * @param seen when something was heard of it last
 * @param left when it left last, by the MDM's clock; empty when it never did
 */
public record EnrollmentView(
    long id,
    EnrollmentId enrollment,
    String status,
    Optional<Device> device,
    Instant seen,
    Optional<Instant> left) {}
