package io.kalends.adapters.feishu;

/** What to do and where, in the words the vendor's consoles use. */
final class Fixes {

  /** The one permission needed. */
  static final String SCOPE = "calendar:settings.caldav:create";

  static final String SCOPES =
      "developer console > Permissions & Scopes: enable " + SCOPE + " and publish a version";
  static final String CONSOLE = "developer console > Credentials & Basic Info: ";
  static final String SECURITY = "developer console > Security Settings: ";
  static final String AUTHORIZE = "sign in to Feishu/Lark and allow " + SCOPE;
  static final String REPORT = "report it with the log id: the request is at fault";
  static final String OFFBOARD = "withdraw what this person's devices carry";
  static final String LATER = "asked again later";
  static final String SUPPORT = "give the log id to the service's support if it persists";
  static final String ENABLE = "admin console > Workplace > the app: enable it";
  static final String INSTALL = "admin console > Workplace: install the app";

  private Fixes() {}
}
