package io.kalends.profile;

import com.dd.plist.NSDictionary;
import io.kalends.finding.Finding;
import java.util.List;

/**
 * What Apple's schema says about a profile ({@code apple/device-management}: mdm/profiles/TopLevel,
 * CommonPayloadKeys, com.apple.caldav.account, com.apple.security.root), and what years of field
 * reports add. Checks any profile, not only ours. Payload types outside the table are named and
 * checked for the common keys alone.
 */
public final class AppleKeyTable {

  private AppleKeyTable() {}

  /**
   * Every deviation of an unsigned profile.
   *
   * @param plist XML or binary property list
   * @return errors and warnings in reading order; empty when nothing is to be said
   * @throws UnreadableProfile when the bytes are no property list at all
   */
  public static List<Finding> deviations(byte[] plist) {
    return deviations(ProfileReader.read(plist));
  }

  /**
   * Every deviation of a profile that was read already.
   *
   * @param profile the root dictionary
   * @return errors and warnings in reading order, without any value that could be a secret
   */
  public static List<Finding> deviations(NSDictionary profile) {
    return new ProfileCheck(Finding::warning).of(profile);
  }

  /** The same for what we write ourselves: there an unknown key or type is an error. */
  static List<Finding> strictDeviations(NSDictionary profile) {
    return new ProfileCheck(Finding::error).of(profile);
  }
}
