package io.kalends.edge;

/** What was read of a request's body. It shows its length only. */
public final class Body {

  /** No body, or an empty one. */
  public static final Body EMPTY = new Body(new byte[0], false);

  private final byte[] bytes;
  private final boolean cut;

  private Body(byte[] bytes, boolean cut) {
    this.bytes = bytes;
    this.cut = cut;
  }

  /**
   * A body.
   *
   * @param bytes what was read
   * @param cut it went on beyond what the server reads
   * @return holding a copy
   */
  public static Body of(byte[] bytes, boolean cut) {
    return new Body(bytes.clone(), cut);
  }

  /** What nobody else holds needs no copy. */
  static Body owning(byte[] bytes, boolean cut) {
    return bytes.length == 0 && !cut ? EMPTY : new Body(bytes, cut);
  }

  /**
   * What was read.
   *
   * @return a copy
   */
  public byte[] bytes() {
    return bytes.clone();
  }

  /**
   * Whether the client sent more than the server reads.
   *
   * @return true when {@link #bytes()} is only the beginning
   */
  public boolean isCut() {
    return cut;
  }

  /**
   * Whether there was nothing.
   *
   * @return true when absent or empty
   */
  public boolean isEmpty() {
    return bytes.length == 0;
  }

  @Override
  public String toString() {
    return bytes.length + " bytes" + (cut ? " and more" : "");
  }
}
