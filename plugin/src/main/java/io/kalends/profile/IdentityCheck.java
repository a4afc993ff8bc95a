package io.kalends.profile;

import com.dd.plist.NSDictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The ids of a profile: unique where Apple wants them unique (MCProfileErrorDomain 1007 and 1008),
 * and of the form that Apple's own tools write.
 */
final class IdentityCheck {

  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

  private final Found found;
  private final Map<String, String> seen = new HashMap<>();

  IdentityCheck(Found found) {
    this.found = found;
  }

  void of(NSDictionary profile, List<NSDictionary> payloads) {
    ids(profile, "");
    for (int i = 0; i < payloads.size(); i++) {
      ids(payloads.get(i), ProfileCheck.path(i));
    }
  }

  private void ids(NSDictionary dictionary, String path) {
    Found.text(dictionary, "PayloadIdentifier")
        .filter(identifier -> !identifier.isBlank())
        .ifPresent(identifier -> unique("identifier " + identifier, path + "PayloadIdentifier"));
    Found.text(dictionary, "PayloadUUID")
        .filter(uuid -> !uuid.isBlank())
        .ifPresent(uuid -> uuid(uuid, path + "PayloadUUID"));
    Found.text(dictionary, "VPNUUID")
        .filter(uuid -> !uuid.isBlank())
        .ifPresent(uuid -> uuidForm(uuid, path + "VPNUUID"));
  }

  private void uuid(String uuid, String where) {
    uuidForm(uuid, where);
    unique("uuid " + uuid.toLowerCase(Locale.ROOT), where);
  }

  private void uuidForm(String uuid, String where) {
    if (!UUID_FORM.matcher(uuid).matches()) {
      found.warning(where, "is no UUID of the form 8-4-4-4-12");
    }
  }

  private void unique(String id, String where) {
    String first = seen.putIfAbsent(id, where);
    if (first != null) {
      found.error(where, "is the same as " + first + "; each must be unique in the profile");
    }
  }
}
