package rwskit.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import rwskit.file.BadInputException;

/**
 * An IDX file of unsigned bytes, plain or gzip, as MNIST's files are (Y. LeCun, C. Cortes, "The
 * MNIST database of handwritten digits"): two zero bytes, the element type, the number of
 * dimensions, each dimension in four bytes, the first most significant, and the values in C order.
 *
 * @param file where it was read from
 * @param shape the length of each axis
 * @param values in C order, unsigned
 */
record Idx(Path file, int[] shape, byte[] values) {
  private static final int UNSIGNED_BYTE = 0x08;

  /** The most that anything published has, with room to spare. */
  private static final int MOST_DIMENSIONS = 8;

  private static final int GZIP = GZIPInputStream.GZIP_MAGIC;

  /**
   * @param dimensions how many there should be
   * @throws BadInputException if the file is missing, no IDX file of unsigned bytes with so many
   *     dimensions, or shorter or longer than its shape needs
   */
  static Idx read(Path file, int dimensions) {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        DataInputStream in = new DataInputStream(unzipped(raw))) {
      int[] shape = shape(file, in);
      if (shape.length != dimensions) {
        throw new BadInputException(
            "%s has the shape %s: expected %s dimensions"
                .formatted(file, Arrays.toString(shape), dimensions));
      }
      return new Idx(file, shape, values(file, shape, in));
    } catch (EOFException e) {
      throw new BadInputException("%s is cut short: fetch it again".formatted(file), e);
    } catch (IOException e) {
      throw BadInputException.of("cannot read " + file, e);
    }
  }

  private static InputStream unzipped(InputStream raw) throws IOException {
    raw.mark(2);
    int start = raw.read() | raw.read() << 8;
    raw.reset();
    return start == GZIP ? new BufferedInputStream(new GZIPInputStream(raw, 1 << 16)) : raw;
  }

  private static int[] shape(Path file, DataInputStream in) throws IOException {
    int magic = in.readInt();
    int dimensions = magic & 0xFF;
    if (magic >>> 8 != UNSIGNED_BYTE || dimensions < 1 || dimensions > MOST_DIMENSIONS) {
      throw new BadInputException(
          String.format(
              Locale.ROOT,
              "%s begins with 0x%08X: expected 0x000008 and the number of dimensions, 1 to %d, as of an IDX file of unsigned bytes",
              file,
              magic,
              MOST_DIMENSIONS));
    }
    int[] shape = new int[dimensions];
    for (int d = 0; d < dimensions; d++) {
      shape[d] = in.readInt();
    }
    return shape;
  }

  private static byte[] values(Path file, int[] shape, InputStream in) throws IOException {
    long count = 1;
    for (int length : shape) {
      count = length < 1 ? Long.MAX_VALUE : count * length;
      if (count > Integer.MAX_VALUE - 8) {
        throw new BadInputException(
            "%s has the shape %s: expected at least one value and at most 2 GiB"
                .formatted(file, Arrays.toString(shape)));
      }
    }
    byte[] values = in.readNBytes((int) count);
    if (values.length < count || in.read() >= 0) {
      throw new BadInputException(
          String.format(
              Locale.ROOT,
              "%s has %s values than the %,d that its shape %s needs: fetch it again",
              file,
              values.length < count ? "fewer" : "more",
              count,
              Arrays.toString(shape)));
    }
    return values;
  }
}
