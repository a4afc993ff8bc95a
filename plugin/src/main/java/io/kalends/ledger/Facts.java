package io.kalends.ledger;

import io.kalends.event.ProvisioningEvent;
import io.kalends.event.ProvisioningEvent.Asked;
import io.kalends.event.ProvisioningEvent.CertificatesReported;
import io.kalends.event.ProvisioningEvent.CheckedIn;
import io.kalends.event.ProvisioningEvent.CheckedOut;
import io.kalends.event.ProvisioningEvent.CommandReported;
import io.kalends.event.ProvisioningEvent.Enrolled;
import io.kalends.event.ProvisioningEvent.OwnerChanged;
import io.kalends.event.ProvisioningEvent.OwnerConsented;
import io.kalends.event.ProvisioningEvent.OwnerLeft;
import io.kalends.event.ProvisioningEvent.ProfilesReported;
import io.kalends.event.ProvisioningEvent.ReEnrolled;
import io.kalends.event.ProvisioningEvent.UserChannelReady;
import java.sql.SQLException;

/** Which fact is whose. */
final class Facts {

  private final Books books;
  private final Registry registry;

  Facts(Books books, Ledger.Admission admission) {
    this.books = books;
    this.registry = new Registry(books, admission);
  }

  /**
   * Applies a fact. The certificates a device tells of are only a sign of life: they are asked for
   * and used while a profile is encrypted, and not kept.
   */
  Outcome apply(ProvisioningEvent event) throws SQLException {
    if (event instanceof Enrolled e) {
      return registry.enrolled(e.device(), e.at());
    } else if (event instanceof UserChannelReady e) {
      return registry.enrolled(e.device(), e.at());
    } else if (event instanceof ReEnrolled e) {
      return registry.enrolledAgain(e.device(), e.at());
    } else if (event instanceof CheckedOut e) {
      return registry.checkedOut(e.enrollment(), e.at());
    } else if (event instanceof CheckedIn e) {
      return registry.seen(e.enrollment(), e.at());
    } else if (event instanceof CertificatesReported e) {
      return registry.seen(e.enrollment(), e.at());
    } else if (event instanceof CommandReported e) {
      return new Answers(books).apply(e);
    } else if (event instanceof ProfilesReported e) {
      return new ProfileLists(books).apply(e);
    } else if (event instanceof Asked e) {
      return new Wishes(books).apply(e);
    }
    return person(event);
  }

  private Outcome person(ProvisioningEvent event) throws SQLException {
    OwnerFacts owners = new OwnerFacts(books, registry);
    if (event instanceof OwnerConsented e) {
      return owners.consented(e.owner());
    } else if (event instanceof OwnerLeft e) {
      return owners.left(e.owner());
    } else if (event instanceof OwnerChanged e) {
      return owners.changed(e);
    }
    throw new IllegalStateException("no rule for " + event.getClass().getSimpleName());
  }
}
