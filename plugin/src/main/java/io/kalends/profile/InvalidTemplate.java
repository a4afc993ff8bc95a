package io.kalends.profile;

/** A profile template that must not be used. Found when the templates are loaded, not later. */
public final class InvalidTemplate extends IllegalArgumentException {

  InvalidTemplate(String file, String where, String fix) {
    super("profile template " + file + ": " + where + ": " + fix);
  }

  InvalidTemplate(String file, String where, IllegalArgumentException why) {
    this(file, where, String.valueOf(why.getMessage()));
  }
}
