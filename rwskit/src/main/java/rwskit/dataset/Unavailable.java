package rwskit.dataset;

/** A source will not give a file; the next one may. */
final class Unavailable extends Exception {
  private static final long serialVersionUID = 1L;

  Unavailable(String reason) {
    super(reason);
  }
}
