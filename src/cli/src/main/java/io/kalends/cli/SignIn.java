package io.kalends.cli;

import io.kalends.consent.Grant;
import io.kalends.consent.Grantor;
import io.kalends.enrollment.DeviceOwner;
import io.kalends.failure.ActionRequired;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A sign-in that has succeeded: what was granted, and by whom.
 *
 * @param grant what was granted
 * @param grantor who granted it
 */
record SignIn(Grant grant, Grantor grantor) {

  /**
   * Refuses a grant that could not do what it was asked for.
   *
   * @throws ActionRequired of the owner, naming what is missing
   */
  void requireGranted(Set<String> asked) {
    Set<String> missing = new TreeSet<>(asked);
    missing.removeAll(grant.scopes());
    // A service that does not say what it granted leaves it to the call that needs it.
    if (!grant.scopes().isEmpty() && !missing.isEmpty()) {
      throw owner("granted less than was asked for; missing: " + String.join(" ", missing));
    }
  }

  /**
   * Under whom the token is kept.
   *
   * @param named whom the command line names
   * @throws ActionRequired when somebody else signed in: their calendar is not to be put on that
   *     person's device
   */
  DeviceOwner owner(Optional<DeviceOwner> named) {
    Optional<DeviceOwner> signedIn = grantor.email().map(DeviceOwner::of);
    if (named.isPresent() && signedIn.isPresent()) {
      String address = named.get().address();
      if (!signedIn.get().address().equals(address)) {
        throw owner(
            "signed in, which is not "
                + address
                + "; sign in as that person (log out in the browser first), or name another"
                + " --owner");
      }
    }
    return named.or(() -> signedIn).orElseGet(() -> DeviceOwner.of(grantor.openId()));
  }

  /** What the administrator should know, though it is no reason to stop. */
  List<String> remarks(Optional<DeviceOwner> named) {
    List<String> remarks = new ArrayList<>();
    if (grantor.email().isEmpty() && named.isPresent()) {
      remarks.add(
          "The service showed no e-mail address: check by the name that this is "
              + named.get().address()
              + ".");
    } else if (grantor.email().isEmpty()) {
      remarks.add(
          "The service showed no e-mail address, so the token is kept under the open_id; name"
              + " --owner to keep it under an address.");
    }
    return remarks;
  }

  private ActionRequired owner(String what) {
    String who = grantor.email().orElse(grantor.openId());
    return new ActionRequired(
        ActionRequired.Who.OWNER,
        "the page this command shows",
        "sign-in: " + who + " " + what + "; nothing was written",
        null);
  }
}
