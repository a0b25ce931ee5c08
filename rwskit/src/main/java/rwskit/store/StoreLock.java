package rwskit.store;

import java.io.IOException;
import java.nio.file.Path;
import rwskit.file.BadInputException;
import rwskit.file.FileLock;
import rwskit.file.UserFolder;

/**
 * A lock on one model of the store, between processes and between threads of one, as {@link
 * FileLock} is: an object belongs to one thread.
 */
public final class StoreLock implements AutoCloseable {
  private final Path file;
  private final FileLock lock;

  public StoreLock(Path file) {
    this.file = file;
    lock = new FileLock(file);
  }

  /** Takes the lock if nobody holds it. */
  public boolean tryTake() {
    try {
      return lock.tryTake();
    } catch (IOException e) {
      throw BadInputException.of(
          "cannot lock %s (%s moves the store)".formatted(file, UserFolder.VARIABLE), e);
    }
  }

  @Override
  public void close() {
    lock.close();
  }
}
