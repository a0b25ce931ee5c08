package rwskit.bench;

/**
 * What another program says of a corruption.
 *
 * @param microseconds an image; NaN if it failed
 * @param error why it failed; empty if it did not
 */
record PeerTime(double microseconds, String error) {
  static PeerTime of(double microseconds) {
    return new PeerTime(microseconds, "");
  }

  static PeerTime failed(String error) {
    return new PeerTime(Double.NaN, error);
  }

  /** Both one after the other; failed if one failed. */
  PeerTime plus(PeerTime other) {
    return new PeerTime(microseconds + other.microseconds, error + other.error);
  }

  boolean measured() {
    return error.isEmpty();
  }
}
