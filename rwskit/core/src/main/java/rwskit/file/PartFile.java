package rwskit.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file in the making, hidden beside the one that it is to become. Its process holds a lock on it,
 * so that others can tell it from what a killed process left. When this process is told to end
 * (SIGINT, SIGTERM), it removes what it was writing.
 */
final class PartFile implements AutoCloseable {
  private static final String SUFFIX = ".part";

  /** Names may have 255 bytes: the file's own does not fit into its part's. */
  private static final int HASH_DIGITS = 16;

  private static final int PERMISSIONS = 0777;
  private static final int SPECIAL = 07000;
  private static final String UNIX = "unix";
  private static final String MODE = UNIX + ":mode";

  /** As with all locks of a process, closing any channel to the file would free it. */
  private static final Set<Path> WRITTEN_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(PartFile::removeOwn, "rwskit-part-files"));
  }

  private final Path path;
  private final FileChannel channel;

  private PartFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Makes an empty one. */
  static PartFile beside(Path target) throws IOException {
    while (true) {
      Path path = target.resolveSibling(prefix(target) + UUID.randomUUID() + SUFFIX);
      WRITTEN_BY_THIS_PROCESS.add(path);
      PartFile part = null;
      try {
        part = new PartFile(path, create(path));
        part.keepMode(target);
        part.lock();
        if (Files.exists(path)) {
          return part;
        }
        // Between its making and its lock another process took it for a left-over.
        part.close();
      } catch (IOException | RuntimeException e) {
        if (part != null) {
          part.close();
        }
        WRITTEN_BY_THIS_PROCESS.remove(path);
        throw e;
      }
    }
  }

  /** Not createTempFile, whose files nobody else may read. */
  private static FileChannel create(Path path) throws IOException {
    try {
      return FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    } catch (AccessDeniedException | NoSuchFileException e) {
      // The name of a part says nothing to whoever named the file.
      throw new AccessDeniedException(path.getParent().toString());
    }
  }

  FileChannel channel() {
    return channel;
  }

  /** Puts it in the place of the file. */
  void become(Path target) throws IOException {
    if (Files.exists(target) && path.getFileSystem().supportedFileAttributeViews().contains(UNIX)) {
      keepSpecialBits(target);
    }
    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Removes it, if it did not become the file. */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      Files.deleteIfExists(path);
      WRITTEN_BY_THIS_PROCESS.remove(path);
    }
  }

  /** Private weights stay private, and while they are written too. */
  private void keepMode(Path target) throws IOException {
    PosixFileAttributeView before =
        Files.getFileAttributeView(target, PosixFileAttributeView.class);
    PosixFileAttributeView now = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (before == null || now == null || !Files.exists(target)) {
      return;
    }
    PosixFileAttributes attributes = before.readAttributes();
    PosixFileAttributes own = now.readAttributes();
    try {
      if (!attributes.owner().equals(own.owner())) {
        now.setOwner(attributes.owner());
      }
      if (!attributes.group().equals(own.group())) {
        now.setGroup(attributes.group());
      }
    } catch (IOException onlyRootMay) {
      // The writer then owns the file, as after any other replacement.
    }
    now.setPermissions(attributes.permissions());
  }

  /**
   * Set-user, set-group and sticky bits, if the owner is the same; at the end, since systems take
   * some of them off a file that is written to.
   */
  private void keepSpecialBits(Path target) throws IOException {
    int bits = (int) Files.getAttribute(target, MODE) & SPECIAL;
    boolean isOwned =
        Files.getAttribute(target, UNIX + ":uid").equals(Files.getAttribute(path, UNIX + ":uid"))
            && Files.getAttribute(target, UNIX + ":gid")
                .equals(Files.getAttribute(path, UNIX + ":gid"));
    if (bits != 0 && isOwned) {
      int mode = (int) Files.getAttribute(path, MODE);
      Files.setAttribute(path, MODE, mode & PERMISSIONS | bits);
    }
  }

  private void lock() {
    try {
      channel.tryLock();
    } catch (IOException withoutLocks) {
      // On a file system without locks nothing is taken for a left-over.
    }
  }

  /**
   * Removes what killed processes left of a file; what is being written stays. Where that is not
   * allowed it stays too.
   */
  static void removeLeftOvers(Path target) throws IOException {
    Path folder = target.getParent();
    if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
      return;
    }
    String prefix = prefix(target);
    try (DirectoryStream<Path> parts =
        Files.newDirectoryStream(
            folder,
            path ->
                path.getFileName().toString().startsWith(prefix)
                    && path.toString().endsWith(SUFFIX))) {
      for (Path part : parts) {
        if (!WRITTEN_BY_THIS_PROCESS.contains(part)) {
          removeIfLeft(part);
        }
      }
    }
  }

  private static void removeIfLeft(Path part) throws IOException {
    if (!Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      Optional<FileLock> lock = Optional.ofNullable(channel.tryLock());
      if (lock.isPresent()) {
        Files.deleteIfExists(part);
      }
    } catch (OverlappingFileLockException beingWritten) {
      // By this process, under another name of the folder.
    } catch (NoSuchFileException finished) {
      // Its writer was faster.
    } catch (IOException notAllowed) {
      // Another user's, or a file system without locks.
    }
  }

  private static void removeOwn() {
    for (Path path : WRITTEN_BY_THIS_PROCESS) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException nobodyListens) {
        // The next process that writes the file removes it.
      }
    }
  }

  private static String prefix(Path target) {
    String hash = new Sha256().add(target.getFileName().toString().getBytes(UTF_8)).hex();
    return ".rwskit." + hash.substring(0, HASH_DIGITS) + ".";
  }
}
