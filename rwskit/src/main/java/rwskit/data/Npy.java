package rwskit.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import rwskit.file.AtomicFile;
import rwskit.file.BadInputException;

/**
 * A NumPy array file, {@code .npy} of version 1.0, 2.0 or 3.0 as {@code numpy.lib.format} documents
 * it, with signed or unsigned whole numbers in C order. Rows, the slices along the first axis, are
 * read through a memory map, so that of a file larger than memory only the rows asked for are
 * touched.
 */
public final class Npy {
  private static final int CHUNK = 1 << 20;

  private final Path file;
  private final NpyHeader header;
  private final long rowBytes;
  private final int elementBytes;

  private Npy(Path file, NpyHeader header, long rowBytes, int elementBytes) {
    this.file = file;
    this.header = header;
    this.rowBytes = rowBytes;
    this.elementBytes = elementBytes;
  }

  /**
   * Reads and checks a file's header.
   *
   * @param file a {@code .npy} file
   * @return its array
   * @throws BadInputException if it is no such file, its header cannot be parsed, it is in Fortran
   *     order, of another element type than whole numbers of 1, 2, 4 or 8 bytes, or is shorter or
   *     longer than its shape needs; the message names the file and the reason
   */
  public static Npy open(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      NpyHeader header = NpyHeader.read(channel, file);
      if (!header.type().matches("[|<>=]?[ui][1248]")) {
        throw new BadInputException(
            "%s holds values of type %s: expected uint8 images or whole-number labels"
                .formatted(file, header.type()));
      }
      int elementBytes = header.type().charAt(header.type().length() - 1) - '0';
      long bytes = bytes(header, elementBytes, file);
      long found = channel.size() - header.dataStart();
      if (found != bytes) {
        throw new BadInputException(
            String.format(
                Locale.ROOT,
                "%s holds %,d bytes of values, but its shape %s of type %s needs %,d: %s",
                file,
                found,
                Arrays.toString(header.shape()),
                header.type(),
                bytes,
                found < bytes ? "it is cut short, fetch it again" : "remove what follows"));
      }
      long rows = rows(header);
      return new Npy(file, header, rows == 0 ? 0 : bytes / rows, elementBytes);
    } catch (IOException e) {
      throw BadInputException.of("cannot read " + file, e);
    }
  }

  private static long rows(NpyHeader header) {
    return header.shape().length == 0 ? 1 : header.shape()[0];
  }

  private static long bytes(NpyHeader header, int elementBytes, Path file) {
    try {
      long bytes = elementBytes;
      for (long length : header.shape()) {
        bytes = Math.multiplyExact(bytes, length);
      }
      return bytes;
    } catch (ArithmeticException e) {
      throw new BadInputException(
          "%s has the shape %s, more than any file can hold: fetch it again"
              .formatted(file, Arrays.toString(header.shape())),
          e);
    }
  }

  /**
   * @return where the array lies
   */
  public Path file() {
    return file;
  }

  /**
   * @return the length of each axis; none for a single number
   */
  public long[] shape() {
    return header.shape().clone();
  }

  /**
   * @return NumPy's name of the element type, as in {@code |u1} for uint8 or {@code <i8} for int64
   */
  public String type() {
    return header.type();
  }

  /**
   * @return the length of the first axis; 1 for a single number
   */
  public long rows() {
    return rows(header);
  }

  /**
   * Reads rows of an array of bytes, through a memory map.
   *
   * @param from index of the first row
   * @param to index after the last
   * @return their values in C order, unsigned
   * @throws BadInputException if the elements are not uint8, the rows do not exist, or they are
   *     more than 2 GiB
   */
  public byte[] bytes(long from, long to) {
    if (!type().matches(".?u1")) {
      throw new BadInputException(
          "%s holds values of type %s: expected uint8".formatted(file, type()));
    }
    ByteBuffer mapped = map(from, to);
    byte[] values = new byte[mapped.remaining()];
    mapped.get(values);
    return values;
  }

  /**
   * Reads a whole array of labels.
   *
   * @return its values in C order
   * @throws BadInputException if a value does not fit 32 bits (the message names its place, counted
   *     from 0) or there are more than 2 GiB of them
   */
  public int[] integers() {
    ByteBuffer mapped = map(0, rows());
    mapped.order(type().startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    boolean signed = type().contains("i");
    int[] values = new int[mapped.remaining() / elementBytes];
    for (int i = 0; i < values.length; i++) {
      long value =
          switch (elementBytes) {
            case 1 -> signed ? mapped.get() : mapped.get() & 0xFF;
            case 2 -> signed ? mapped.getShort() : mapped.getShort() & 0xFFFF;
            case 4 -> signed ? mapped.getInt() : mapped.getInt() & 0xFFFFFFFFL;
            default -> mapped.getLong();
          };
      if (value != (int) value || (value < 0 && !signed)) {
        throw new BadInputException(
            "%s has %s at place %s: expected a class index"
                .formatted(file, signed ? value : Long.toUnsignedString(value), i));
      }
      values[i] = (int) value;
    }
    return values;
  }

  private ByteBuffer map(long from, long to) {
    if (from < 0 || from > to || to > rows()) {
      throw new BadInputException(
          "%s has rows 0 to %s, but rows %s to %s were asked for"
              .formatted(file, rows() - 1, from, to - 1));
    }
    long bytes = (to - from) * rowBytes;
    if (bytes > Integer.MAX_VALUE - 8) {
      throw new BadInputException(
          String.format(
              Locale.ROOT,
              "rows %d to %d of %s are %,d bytes: ask for at most 2 GiB at once",
              from,
              to - 1,
              file,
              bytes));
    }
    try (FileChannel channel = FileChannel.open(file)) {
      long start = header.dataStart() + from * rowBytes;
      if (channel.size() < start + bytes) {
        throw new BadInputException("%s became shorter while it was read".formatted(file));
      }
      return bytes == 0 ? ByteBuffer.allocate(0) : channel.map(MapMode.READ_ONLY, start, bytes);
    } catch (IOException e) {
      throw BadInputException.of("cannot read " + file, e);
    }
  }

  /** Takes the values of an array that is being written, in C order and in any pieces. */
  @FunctionalInterface
  public interface Sink {
    /**
     * @param values the next values, from position to limit
     * @throws IOException if the disk refuses
     */
    void write(ByteBuffer values) throws IOException;
  }

  /** What fills an array that is being written. */
  @FunctionalInterface
  public interface Content {
    /**
     * @param sink takes the values
     * @throws IOException if the disk refuses
     */
    void writeTo(Sink sink) throws IOException;
  }

  /**
   * Writes an array of uint8 piece by piece, byte for byte as {@code numpy.save} does. The file is
   * whole or absent, see {@link AtomicFile}.
   *
   * @param file the file's final name
   * @param content gives exactly as many values as the shape needs
   * @param shape the length of each axis
   * @throws BadInputException if the file cannot be written
   * @throws IllegalStateException if the content gives more or fewer values
   */
  public static void write(Path file, Content content, long... shape) {
    write(file, "|u1", content, shape);
  }

  private static void write(Path file, String type, Content content, long... shape) {
    AtomicFile.write(
        file,
        channel -> {
          Sink sink =
              values -> {
                while (values.hasRemaining()) {
                  channel.write(values);
                }
              };
          byte[] header = NpyHeader.bytes(type, shape);
          sink.write(ByteBuffer.wrap(header));
          content.writeTo(sink);
          long bytes = Arrays.stream(shape).reduce(type.charAt(2) - '0', Math::multiplyExact);
          if (channel.position() != header.length + bytes) {
            throw new IllegalStateException(
                "%s of shape %s got %s bytes of values in place of %s"
                    .formatted(
                        file, Arrays.toString(shape), channel.position() - header.length, bytes));
          }
        });
  }

  /**
   * Writes class indices, as uint8 (as CIFAR-10-C's {@code labels.npy}) or, where one is above 255,
   * as int64.
   *
   * @param file the file's final name
   * @param labels at least 0 each
   * @throws BadInputException if the file cannot be written
   */
  public static void writeLabels(Path file, int... labels) {
    boolean small = Arrays.stream(labels).allMatch(label -> label <= 255);
    ByteBuffer values =
        ByteBuffer.allocate(Math.multiplyExact(labels.length, small ? 1 : 8))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int label : labels) {
      if (small) {
        values.put((byte) label);
      } else {
        values.putLong(label);
      }
    }
    write(file, small ? "|u1" : "<i8", sink -> sink.write(values.flip()), labels.length);
  }

  /**
   * Writes the pixels of images one after the other, as the next part of an array N×H×W×C.
   *
   * @param images what is written
   * @param sink takes the values
   * @throws IOException if the disk refuses
   */
  public static void writeImages(ImageSet images, Sink sink) throws IOException {
    int perChunk = Math.max(1, CHUNK / images.imageBytes());
    byte[] chunk = new byte[perChunk * images.imageBytes()];
    for (int from = 0; from < images.size(); from += perChunk) {
      int count = Math.min(perChunk, images.size() - from);
      for (int i = 0; i < count; i++) {
        images.copyImage(from + i, chunk, i * images.imageBytes());
      }
      sink.write(ByteBuffer.wrap(chunk, 0, count * images.imageBytes()));
    }
  }
}
