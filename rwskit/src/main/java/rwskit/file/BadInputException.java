package rwskit.file;

/**
 * An input (a file, an argument, a tensor) is not what was asked for. The message is one sentence
 * for the person who supplied it: which file, which tensor or row, what was expected, what was
 * found, what to do.
 */
public final class BadInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong and what to do about it, in one sentence
   */
  public BadInputException(String message) {
    super(message);
  }

  /**
   * @param message what is wrong and what to do about it, in one sentence
   * @param cause what noticed it
   */
  public BadInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
