package rwskit.study;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import rwskit.file.BadInputException;
import rwskit.file.UserFolder;

/**
 * A lock on one model, between processes and between threads of one. The operating system frees it
 * when its process dies, however that happens; the empty lock file stays.
 */
final class StoreLock implements AutoCloseable {
  // A file lock belongs to the whole process, and on POSIX systems closing any of its channels to
  // the file frees it: what this process holds must not even be opened again.
  private static final Set<Path> HELD_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();

  private final Path file;
  private Path held;
  private FileChannel channel;

  StoreLock(Path file) {
    this.file = file;
  }

  /** Takes the lock if nobody holds it. */
  boolean tryTake() {
    try {
      Files.createDirectories(file.getParent());
      Path real = file.getParent().toRealPath().resolve(file.getFileName());
      if (!HELD_BY_THIS_PROCESS.add(real)) {
        return false;
      }
      held = real;
      channel = FileChannel.open(real, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() != null) {
        return true;
      }
      close();
      return false;
    } catch (IOException e) {
      close();
      throw BadInputException.of(
          "cannot lock %s (%s moves the store)".formatted(file, UserFolder.VARIABLE), e);
    }
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw BadInputException.of("cannot unlock " + file, e);
    } finally {
      channel = null;
      if (held != null) {
        HELD_BY_THIS_PROCESS.remove(held);
        held = null;
      }
    }
  }
}
