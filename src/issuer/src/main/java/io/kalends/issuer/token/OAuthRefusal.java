package io.kalends.issuer.token;

/** OAuth does not go on. Expected, so without a stack. */
public final class OAuthRefusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final OAuthError error;
  private final String challengeUrl;

  /**
   * A refusal.
   *
   * @param error why
   */
  public OAuthRefusal(OAuthError error) {
    this(error, "");
  }

  /**
   * A refusal that can be lifted somewhere.
   *
   * @param error why
   * @param challengeUrl where the person does what is wanted; empty for nowhere
   */
  public OAuthRefusal(OAuthError error, String challengeUrl) {
    super(error.code() + " " + error.text(), null, false, false);
    this.error = error;
    this.challengeUrl = challengeUrl;
  }

  /** Why. */
  public OAuthError error() {
    return error;
  }

  /** Where the person does what is wanted; empty for nowhere. */
  public String challengeUrl() {
    return challengeUrl;
  }
}
