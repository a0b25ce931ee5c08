package rwskit.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a file aside, forces it to the disk and renames it into place, so that a reader sees the
 * old file or the new one and a crash leaves nothing half-written under the name.
 *
 * <p>A link is followed: what it points to is replaced. A file that is replaced passes on its mode.
 * Write-protected files are refused, and devices and pipes, in whose place a rename would put a
 * file. What a killed process left beside the file is removed by the next one that writes it.
 */
public final class AtomicFile {
  /** As Linux follows at most. */
  private static final int MOST_LINKS = 40;

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
   * @throws BadInputException if the folder cannot be written to, the disk is full, or a device, a
   *     pipe, a folder or a write-protected file stands there; the file that stood there before, if
   *     any, is untouched
   */
  public static void write(Path file, Content content) {
    try {
      Path target = target(file);
      requireReplaceable(file, target);
      Files.createDirectories(target.getParent());
      PartFile.removeLeftOvers(target);
      try (PartFile part = PartFile.beside(target)) {
        content.writeTo(part.channel());
        part.channel().force(true);
        part.become(target);
      }
    } catch (UncheckedIOException e) {
      throw BadInputException.of("cannot write " + file, e.getCause());
    } catch (IOException e) {
      throw BadInputException.of("cannot write " + file, e);
    }
  }

  /** The file itself, or what a link points to, be it there or not. */
  private static Path target(Path file) throws IOException {
    Path target = file.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(target); links++) {
      if (links == MOST_LINKS) {
        throw new FileSystemLoopException(file.toString());
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    return target;
  }

  private static void requireReplaceable(Path file, Path target) {
    if (Files.isDirectory(target)) {
      throw new BadInputException("cannot write " + file.toAbsolutePath() + ": it is a folder");
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new BadInputException(
          "cannot write %s: it is a device or a pipe, and a file would take its place; name a file"
              .formatted(file.toAbsolutePath()));
    }
    // A rename asks the folder only.
    if (Files.exists(target) && !Files.isWritable(target)) {
      throw new BadInputException(
          "cannot write %s: it is write-protected; name another file"
              .formatted(file.toAbsolutePath()));
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
   * Removes what processes that were killed while they wrote {@code file} have left beside it; what
   * others are writing stays.
   *
   * @param file the file's final name
   * @throws BadInputException if the folder cannot be read or written to
   */
  public static void removeLeftOvers(Path file) {
    try {
      PartFile.removeLeftOvers(target(file));
    } catch (IOException e) {
      throw BadInputException.of("cannot tidy " + file.toAbsolutePath().getParent(), e);
    }
  }
}
