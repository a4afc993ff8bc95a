package io.kalends.issuer.admin;

/** A call that is not carried out: nothing has changed. */
final class AdminProblem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String field;
  private final String fix;

  /**
   * A problem.
   *
   * @param status the HTTP status
   * @param field what it is about; may be empty
   * @param message what is wrong
   * @param fix how to mend it
   */
  AdminProblem(int status, String field, String message, String fix) {
    super(message);
    this.status = status;
    this.field = field;
    this.fix = fix;
  }

  static AdminProblem notFound(String field, String what) {
    return new AdminProblem(404, field, what, "look it up in the list");
  }

  int status() {
    return status;
  }

  String field() {
    return field;
  }

  String message() {
    return String.valueOf(getMessage());
  }

  String fix() {
    return fix;
  }
}
