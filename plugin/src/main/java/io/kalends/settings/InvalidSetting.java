package io.kalends.settings;

/** A setting that is unknown, missing or of the wrong form. The message names it and the fix. */
public final class InvalidSetting extends IllegalArgumentException {

  /**
   * Names the setting and the fix.
   *
   * @param key the full name of the setting, for example {@code sources.feishu.openApi}
   * @param fix what is wrong and how to mend it; never the value of a secret
   */
  public InvalidSetting(String key, String fix) {
    super("setting '" + key + "': " + fix);
  }
}
