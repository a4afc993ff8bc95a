package io.kalends.adapters.generic;

/** A body that is not what was agreed. Names the field and the fix; never quotes a value. */
final class RefusedBody extends Exception {

  private static final long serialVersionUID = 1L;

  private final String field;

  RefusedBody(String field, String fix) {
    super(fix);
    this.field = field;
  }

  String field() {
    return field;
  }

  String fix() {
    return String.valueOf(getMessage());
  }
}
