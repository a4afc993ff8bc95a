package io.kalends.testkit.crash;

import io.kalends.issuer.credential.Credential;
import io.kalends.issuer.credential.CredentialQuery;
import io.kalends.testkit.SandboxIssuer;
import io.kalends.testkit.mdm.LiveProfile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The first truth: what the issuer's own table says was minted in one life. */
final class Calendar {

  private final SandboxIssuer issuer;
  private final long before;
  private final Set<Long> used = new HashSet<>();

  /**
   * Of the life that begins now.
   *
   * @param before id of the last credential that is not of this life
   */
  Calendar(SandboxIssuer issuer, long before) {
    this.issuer = issuer;
    this.before = before;
  }

  /** All that was minted in this life, oldest first. */
  List<Credential> minted() {
    List<Credential> all = new ArrayList<>();
    List<Credential> page;
    do {
      page =
          issuer
              .issuer()
              .credentials()
              .page(new CredentialQuery("", "", false, last(all), CredentialQuery.MAX_LIMIT));
      all.addAll(page);
    } while (page.size() == CredentialQuery.MAX_LIMIT);
    return all;
  }

  /** Those of this life that log in. */
  List<Credential> active() {
    return minted().stream().filter(Credential::isLive).toList();
  }

  /** The id to begin the next life with. */
  long last() {
    return last(minted());
  }

  /** What an account opens. */
  Optional<Credential> openedBy(LiveProfile profile) {
    return issuer.issuer().authenticate(profile.userName(), profile.password().reveal());
  }

  /** A device synchronises its calendar for the first time; its use is on record at once. */
  boolean firstUse(LiveProfile profile) {
    Optional<Credential> opened = openedBy(profile).filter(found -> used.add(found.id()));
    opened.ifPresent(
        found -> {
          Instant now = Instant.now();
          issuer
              .issuer()
              .credentials()
              .recordUses(Map.of(found.id(), new Credential.Uses(now, now)));
        });
    return opened.isPresent();
  }

  private long last(List<Credential> found) {
    return found.isEmpty() ? before : found.get(found.size() - 1).id();
  }
}
