package io.kalends.ledger;

import io.kalends.event.ProvisioningEvent.CommandError;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a device's error chain means. Numbers from Apple's archived list of MDM errors, "Mobile
 * Device Management Protocol Reference", which says not to depend on them: what is not known is
 * refused and needs a person.
 *
 * @param meaning what to do
 * @param text for people: the numbers, and what mends it
 */
record ErrorChain(Meaning meaning, String text) {

  /** What to do. */
  enum Meaning {
    /** It passes by itself: send it again. */
    TRANSIENT,
    /** Told to remove what is not there. */
    NOT_INSTALLED,
    /** Repeating does not cure it. */
    REFUSED
  }

  private static final Set<String> TRANSIENT =
      Set.of("MCInstallationErrorDomain 4009", "MCDAErrorDomain 18001");

  private static final Set<String> NOT_INSTALLED = Set.of("MCMDMErrorDomain 12075");

  private static final Map<String, String> REMEDY =
      Map.ofEntries(
          Map.entry(
              "MCCalDAVErrorDomain 17002",
              "the same account is on the device already, probably made by hand; remove it there,"
                  + " then retry"),
          Map.entry(
              "MCCalDAVErrorDomain 17000",
              "the device cannot make the account; look at the profile's host and port"),
          Map.entry("MCCalDAVErrorDomain 17001", "the profile names no host; mend the template"),
          Map.entry(
              "MCDAErrorDomain 18002",
              "the calendar service refused the credential; ask for another one"),
          Map.entry(
              "MCProfileErrorDomain 1004", "the signature is not valid; look at the signing key"),
          Map.entry(
              "MCProfileErrorDomain 1006",
              "the device cannot decrypt the profile; its certificate has changed"),
          Map.entry(
              "MCInstallationErrorDomain 4021",
              "the profile must come from the MDM that manages the device"),
          Map.entry(
              "MCInstallationErrorDomain 4022",
              "the profile must come from the MDM that manages the device"),
          Map.entry(
              "MCInstallationErrorDomain 4030", "a Shared iPad takes it on its user channel only"),
          Map.entry(
              "MCMDMErrorDomain 12007",
              "the MDM lacks the right to install profiles on this device"),
          Map.entry(
              "MCMDMErrorDomain 12013",
              "the profile is there but was not put there by the MDM; remove it on the device"),
          Map.entry(
              "MCMDMErrorDomain 12076",
              "the MDM's enrollment profile lacks per-user connections; the Mac must enroll anew"),
          Map.entry("NSPOSIXErrorDomain 1", "the command went to the wrong channel of the Mac"),
          Map.entry("NSCocoaErrorDomain 3840", "the device cannot read the profile's wrapper"));

  /**
   * Judges a chain.
   *
   * @param errors outermost first; the innermost that is known decides
   */
  static ErrorChain of(List<CommandError> errors) {
    String numbers =
        errors.isEmpty()
            ? "no error numbers"
            : errors.stream().map(ErrorChain::number).collect(Collectors.joining(", "));
    for (int i = errors.size() - 1; i >= 0; i--) {
      String number = number(errors.get(i));
      if (TRANSIENT.contains(number)) {
        return new ErrorChain(Meaning.TRANSIENT, numbers);
      } else if (NOT_INSTALLED.contains(number)) {
        return new ErrorChain(Meaning.NOT_INSTALLED, numbers);
      } else if (REMEDY.containsKey(number)) {
        return new ErrorChain(Meaning.REFUSED, numbers + ": " + REMEDY.get(number));
      }
    }
    String remedy = ": look the numbers up, mend the cause, then retry";
    return new ErrorChain(Meaning.REFUSED, numbers + remedy);
  }

  /** A domain comes from the device: only its letters, and not too many. */
  private static String number(CommandError error) {
    String domain = error.domain().replaceAll("[^A-Za-z0-9._-]", "?");
    return domain.substring(0, Math.min(domain.length(), 80)) + " " + error.code();
  }
}
