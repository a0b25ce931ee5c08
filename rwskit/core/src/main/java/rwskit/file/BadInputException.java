package rwskit.file;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;

/**
 * An input (a file, an argument, a tensor) is not what was asked for. The message is one sentence
 * for the person who supplied it: which file, which tensor or row, what was expected, what was
 * found, what to do. Names in it may come from the input, so it is made {@linkplain Printable
 * printable}.
 */
public final class BadInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong and what to do about it, in one sentence
   */
  public BadInputException(String message) {
    super(Printable.of(message));
    leaveOutThreads();
  }

  /**
   * @param message what is wrong and what to do about it, in one sentence
   * @param cause what noticed it
   */
  public BadInputException(String message, Throwable cause) {
    super(Printable.of(message), cause);
    leaveOutThreads();
  }

  /**
   * Where a stream has shared the work out among threads, a dozen lines of how it does so would
   * stand between the sentence and the call that it is about.
   */
  private void leaveOutThreads() {
    setStackTrace(
        Arrays.stream(getStackTrace())
            .filter(frame -> !frame.getClassName().startsWith("java.util.concurrent."))
            .filter(frame -> !frame.getClassName().startsWith("java.util.stream."))
            .toArray(StackTraceElement[]::new));
  }

  /**
   * What Java says of a failed file operation is often no more than the file's name; this says why.
   *
   * @param failed what could not be done, for instance {@code cannot read weights.safetensors}
   * @param failure what the operating system reported
   * @return the exception to throw, with both in its message
   */
  public static BadInputException of(String failed, IOException failure) {
    return new BadInputException(failed + ": " + reason(failure), failure);
  }

  private static String reason(IOException failure) {
    if (failure instanceof ClosedByInterruptException) {
      return "the thread was interrupted";
    }
    if (failure instanceof FileSystemException refusal && refusal.getReason() == null) {
      if (failure instanceof AccessDeniedException) {
        return "no permission for " + refusal.getFile();
      }
      if (failure instanceof NoSuchFileException) {
        return "there is no " + refusal.getFile();
      }
      if (failure instanceof FileSystemLoopException) {
        return "links lead in a circle or are too many at " + refusal.getFile();
      }
      if (failure instanceof FileAlreadyExistsException) {
        return "there is a file " + refusal.getFile() + " already";
      }
    }
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
