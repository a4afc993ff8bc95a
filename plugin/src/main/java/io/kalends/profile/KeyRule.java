package io.kalends.profile;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What Apple says about one key.
 *
 * @param name the key
 * @param kind the type its value must have
 * @param required whether a device refuses the dictionary without it
 */
record KeyRule(String name, PlistKind kind, boolean required) {

  static final String CALDAV = "com.apple.caldav.account";
  static final String ROOT_CERTIFICATE = "com.apple.security.root";

  /** mdm/profiles/TopLevel.yaml. */
  private static final Map<String, KeyRule> TOP_LEVEL =
      table(
          List.of(
              required("PayloadIdentifier", PlistKind.STRING),
              required("PayloadUUID", PlistKind.STRING),
              required("PayloadType", PlistKind.STRING),
              required("PayloadVersion", PlistKind.INTEGER),
              optional("PayloadContent", PlistKind.ARRAY),
              optional("IsEncrypted", PlistKind.BOOLEAN),
              optional("EncryptedPayloadContent", PlistKind.DATA),
              optional("PayloadDisplayName", PlistKind.STRING),
              optional("PayloadDescription", PlistKind.STRING),
              optional("PayloadOrganization", PlistKind.STRING),
              optional("PayloadRemovalDisallowed", PlistKind.BOOLEAN),
              optional("HasRemovalPasscode", PlistKind.BOOLEAN),
              optional("PayloadScope", PlistKind.STRING),
              optional("RemovalDate", PlistKind.DATE),
              optional("DurationUntilRemoval", PlistKind.REAL),
              optional("PayloadExpirationDate", PlistKind.DATE),
              optional("TargetDeviceType", PlistKind.INTEGER),
              optional("ConsentText", PlistKind.DICTIONARY)));

  /** mdm/profiles/CommonPayloadKeys.yaml: in every payload, whatever its type. */
  private static final Map<String, KeyRule> COMMON =
      table(
          List.of(
              required("PayloadIdentifier", PlistKind.STRING),
              required("PayloadUUID", PlistKind.STRING),
              required("PayloadType", PlistKind.STRING),
              required("PayloadVersion", PlistKind.INTEGER),
              optional("PayloadDisplayName", PlistKind.STRING),
              optional("PayloadDescription", PlistKind.STRING),
              optional("PayloadOrganization", PlistKind.STRING)));

  /** mdm/profiles/com.apple.caldav.account.yaml and com.apple.security.root.yaml. */
  private static final Map<String, Map<String, KeyRule>> BY_TYPE =
      new TreeMap<>(
          Map.of(
              CALDAV,
              table(
                  List.of(
                      required("CalDAVHostName", PlistKind.STRING),
                      optional("CalDAVUsername", PlistKind.STRING),
                      optional("CalDAVPassword", PlistKind.STRING),
                      optional("CalDAVPrincipalURL", PlistKind.STRING),
                      optional("CalDAVPort", PlistKind.INTEGER),
                      optional("CalDAVUseSSL", PlistKind.BOOLEAN),
                      optional("CalDAVAccountDescription", PlistKind.STRING),
                      optional("VPNUUID", PlistKind.STRING))),
              ROOT_CERTIFICATE,
              table(
                  List.of(
                      required("PayloadContent", PlistKind.DATA),
                      optional("PayloadCertificateFileName", PlistKind.STRING)))));

  static Map<String, KeyRule> topLevel() {
    return TOP_LEVEL;
  }

  /** The keys of every payload together with those of this type; empty for a type not known. */
  static Optional<Map<String, KeyRule>> payload(String type) {
    return Optional.ofNullable(BY_TYPE.get(type))
        .map(
            own -> {
              Map<String, KeyRule> all = new TreeMap<>(COMMON);
              all.putAll(own);
              return all;
            });
  }

  static Map<String, KeyRule> anyPayload() {
    return COMMON;
  }

  static String knownTypes() {
    return String.join(", ", BY_TYPE.keySet());
  }

  private static KeyRule required(String name, PlistKind kind) {
    return new KeyRule(name, kind, true);
  }

  private static KeyRule optional(String name, PlistKind kind) {
    return new KeyRule(name, kind, false);
  }

  private static Map<String, KeyRule> table(List<KeyRule> rules) {
    Map<String, KeyRule> table = new TreeMap<>();
    rules.forEach(rule -> table.put(rule.name(), rule));
    return table;
  }
}
