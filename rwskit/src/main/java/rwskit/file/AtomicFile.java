package rwskit.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes a file aside, forces it to the disk and renames it into place, so that a reader sees the
 * old file or the new one and a crash leaves nothing half-written under the name.
 */
public final class AtomicFile {
  private static final String SUFFIX = ".part";

  private AtomicFile() {}

  /** What fills the file. */
  @FunctionalInterface
  public interface Content {
    /**
     * @param channel empty and open for writing, positioned at 0
     * @throws IOException if the disk refuses
     */
    void writeTo(FileChannel channel) throws IOException;
  }

  /**
   * Replaces {@code file} by what {@code content} writes; missing parent folders are made.
   *
   * @param file the file's final name
   * @param content writes the bytes
   * @throws BadInputException if the folder cannot be written to or the disk is full; the file that
   *     stood there before, if any, is untouched
   */
  public static void write(Path file, Content content) {
    Path target = file.toAbsolutePath();
    if (Files.isDirectory(target)) {
      throw new BadInputException("cannot write " + target + ": it is a folder");
    }
    try {
      Files.createDirectories(target.getParent());
      // Not createTempFile, whose files nobody else may read.
      Path aside = target.resolveSibling(prefix(target) + UUID.randomUUID() + SUFFIX);
      try {
        try (FileChannel channel =
            FileChannel.open(aside, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
          content.writeTo(channel);
          channel.force(true);
        }
        Files.move(
            aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (UncheckedIOException e) {
      throw BadInputException.of("cannot write " + file, e.getCause());
    } catch (IOException e) {
      throw BadInputException.of("cannot write " + file, e);
    }
  }

  /**
   * Replaces {@code file} by some bytes.
   *
   * @param file the file's final name
   * @param bytes its whole content
   * @throws BadInputException as {@link #write(Path, Content)}
   */
  public static void write(Path file, byte[] bytes) {
    write(
        file,
        channel -> {
          ByteBuffer buffer = ByteBuffer.wrap(bytes);
          while (buffer.hasRemaining()) {
            channel.write(buffer);
          }
        });
  }

  /**
   * Replaces {@code file} by a text in UTF-8.
   *
   * @param file the file's final name
   * @param text its whole content
   * @throws BadInputException as {@link #write(Path, Content)}
   */
  public static void write(Path file, String text) {
    write(file, text.getBytes(UTF_8));
  }

  /**
   * Removes what processes that were killed while they wrote {@code file} have left beside it. To
   * be called only where no other process may be writing it.
   *
   * @param file the file's final name
   * @throws BadInputException if the folder cannot be read or written to
   */
  public static void removeLeftOvers(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> left =
        Files.newDirectoryStream(
            folder,
            path ->
                path.getFileName().toString().startsWith(prefix(file))
                    && path.toString().endsWith(SUFFIX))) {
      for (Path path : left) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw BadInputException.of("cannot tidy " + folder, e);
    }
  }

  private static String prefix(Path file) {
    return "." + file.getFileName();
  }
}
