package io.kalends.adapters.feishu;

import io.kalends.account.DeviceLabel;

/** The one form every failure of this source is told in: operation, what, consequence, fix, id. */
final class FailureText {

  private final String text;

  private FailureText(String text) {
    this.text = text;
  }

  static FailureText of(DeviceLabel label, String what) {
    return new FailureText("generate_caldav_conf for '" + label + "': " + what);
  }

  FailureText nothingMade() {
    return new FailureText(text + "; nothing was made");
  }

  FailureText uncertain() {
    return new FailureText(
        text + "; a credential of this label may exist, which only its owner can delete");
  }

  FailureText fix(String fix) {
    return new FailureText(text + "; " + fix);
  }

  @Override
  public String toString() {
    return text;
  }
}
