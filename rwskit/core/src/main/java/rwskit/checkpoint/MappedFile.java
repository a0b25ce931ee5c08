package rwskit.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import rwskit.file.BadInputException;

/**
 * A file as little-endian memory, mapped in as few pieces as will do, as systems limit their
 * number: one for a file that a buffer can hold, else one for each GiB, when a range in it is asked
 * for.
 */
final class MappedFile {
  private static final long APART = 1L << 30;

  private final Path file;
  private final FileChannel channel;
  private final long size;

  /** Each begins a GiB after the one before and is up to twice as long, so that they overlap. */
  private final Map<Long, ByteBuffer> pieces = new HashMap<>();

  private MappedFile(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    size = channel.size();
  }

  /** What is made of a file while it is open; mapped ranges outlast it. */
  interface Reading<T> {
    T from(MappedFile mapped) throws IOException;
  }

  /**
   * @throws BadInputException if there is no such file or it cannot be read
   */
  static <T> T open(Path file, Reading<T> reading) {
    if (Files.isDirectory(file)) {
      throw new BadInputException(file + " is a folder; a file with weights was expected");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      // Reading a pipe might never end.
      throw new BadInputException(
          file + " is a device or a pipe; a file with weights was expected, for they are mapped");
    }
    try (FileChannel channel = FileChannel.open(file)) {
      return reading.from(new MappedFile(file, channel));
    } catch (NoSuchFileException e) {
      throw new BadInputException("there is no file " + file, e);
    } catch (IOException e) {
      throw BadInputException.of("cannot read " + file, e);
    }
  }

  Path file() {
    return file;
  }

  long size() {
    return size;
  }

  /**
   * @throws BadInputException if the range does not lie in the file or one buffer cannot hold it
   */
  ByteBuffer range(long from, long length) throws IOException {
    if (from < 0 || length < 0 || from > size - length) {
      throw new BadInputException(
          "%s is truncated or damaged: it has %s bytes, and %s from byte %s on are referred to"
              .formatted(file, size, length, from));
    }
    if (length > Integer.MAX_VALUE) {
      throw new BadInputException(
          "%s: %s bytes from byte %s on belong together, more than the 2 GiB that one tensor can have"
              .formatted(file, length, from));
    }
    long begin = size <= Integer.MAX_VALUE ? 0 : from / APART * APART;
    ByteBuffer piece = piece(begin);
    ByteBuffer bytes =
        from - begin <= piece.capacity() - length
            ? piece.slice((int) (from - begin), (int) length)
            : channel.map(MapMode.READ_ONLY, from, length);
    return bytes.order(ByteOrder.LITTLE_ENDIAN);
  }

  private ByteBuffer piece(long begin) throws IOException {
    ByteBuffer piece = pieces.get(begin);
    if (piece == null) {
      long length = Math.min(size - begin, Integer.MAX_VALUE);
      piece = channel.map(MapMode.READ_ONLY, begin, length);
      pieces.put(begin, piece);
    }
    return piece;
  }
}
