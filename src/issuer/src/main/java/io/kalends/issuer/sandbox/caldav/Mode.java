package io.kalends.issuer.sandbox.caldav;

/** What the test server speaks. */
public enum Mode {

  /**
   * As the cloud service was seen to behave: readable by multiget only, never writable. Its replies
   * are what clients in the field reported (python-caldav issue 459 and pull request 460,
   * plugin-full-calendar pull request 351), not a contract.
   */
  DIALECT,

  /** As RFC 4791, 4918, 5397, 6578 and 6764 say, as far as calendar clients go. */
  STANDARDS
}
