package rwskit.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock between processes and between threads of one. The operating system frees it when its
 * process dies, however that happens; the empty lock file stays. One lock object belongs to one
 * thread; threads that compete for a file have one each.
 */
public final class FileLock implements AutoCloseable {
  // A file lock belongs to the whole process, and on POSIX systems closing any of its channels to
  // the file frees it: what this process holds must not even be opened again.
  private static final Set<Path> HELD_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();

  private final Path file;
  private Path held;
  private FileChannel channel;

  /**
   * @param file the lock file; made, with its folders, at the first try to take the lock
   */
  public FileLock(Path file) {
    this.file = file;
  }

  /**
   * Takes the lock if nobody holds it.
   *
   * @return whether it is taken now
   * @throws IOException if the file cannot be made or the file system knows no locks
   */
  public boolean tryTake() throws IOException {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path real = file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
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
      throw e;
    }
  }

  /** Gives the lock back if it is taken. */
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
