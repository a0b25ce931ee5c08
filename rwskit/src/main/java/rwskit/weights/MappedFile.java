package rwskit.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import rwskit.file.BadInputException;

/**
 * A file as little-endian memory. A small one is mapped once, as systems limit the number of
 * mappings; of one that no single buffer can hold, each range is mapped on its own.
 */
final class MappedFile {
  private final Path file;
  private final FileChannel channel;
  private final long size;
  private final ByteBuffer whole;

  private MappedFile(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    size = channel.size();
    whole =
        size <= Integer.MAX_VALUE
            ? channel.map(MapMode.READ_ONLY, 0, size)
            : ByteBuffer.allocate(0);
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
          "%s is truncated or damaged: it has %d bytes, and %d from byte %d on are referred to"
              .formatted(file, size, length, from));
    }
    if (length > Integer.MAX_VALUE) {
      throw new BadInputException(
          "%s: %d bytes from byte %d on belong together, more than the 2 GiB that one tensor can have"
              .formatted(file, length, from));
    }
    ByteBuffer bytes =
        whole.capacity() == size
            ? whole.slice((int) from, (int) length)
            : channel.map(MapMode.READ_ONLY, from, length);
    return bytes.order(ByteOrder.LITTLE_ENDIAN);
  }
}
