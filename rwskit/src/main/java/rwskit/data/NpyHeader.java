package rwskit.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import rwskit.file.BadInputException;

/**
 * What stands before the values of a {@code .npy} file: the magic, a version (1.0 with a length of
 * two bytes, 2.0 and 3.0 with four, 3.0 in UTF-8) and a Python dictionary, filled up so that the
 * values begin at a multiple of 64.
 *
 * @param type NumPy's name of the element type, as in {@code |u1}
 * @param shape length of each axis
 * @param dataStart where the values begin, bytes from the file's beginning
 */
record NpyHeader(String type, long[] shape, long dataStart) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int ALIGNMENT = 64;

  /** Digits for which NumPy leaves room in the first length, so that it can grow in place. */
  private static final int GROWTH = 21;

  /** NumPy refuses longer ones too. */
  private static final int LONGEST = 10_000;

  private static final Pattern ENTRY =
      Pattern.compile(
          "\\s*(['\"])(descr|fortran_order|shape)\\1\\s*:\\s*"
              + "('[^']*'|\"[^\"]*\"|\\[.*\\](?=\\s*,)|True|False|\\([\\dL,\\s]*\\))\\s*(,|(?=\\}))",
          Pattern.DOTALL);
  private static final Pattern LENGTH = Pattern.compile("\\s*(\\d{1,18})L?\\s*");

  /**
   * @param channel the open file
   * @param file its name, for messages
   * @return the header
   * @throws BadInputException if it cannot be understood or the values are in Fortran order
   * @throws IOException if the file cannot be read
   */
  static NpyHeader read(FileChannel channel, Path file) throws IOException {
    byte[] start = bytes(channel, 0, 12);
    if (start.length < MAGIC.length
        || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new BadInputException(
          "%s does not begin with NumPy's magic \\x93NUMPY: expected a .npy file".formatted(file));
    }
    if (start.length < 12) {
      throw cutShort(file, start.length);
    }
    int version = start[6];
    if (version < 1 || version > 3 || start[7] != 0) {
      throw new BadInputException(
          "%s is of .npy version %s.%s: expected 1.0, 2.0 or 3.0"
              .formatted(file, version & 0xFF, start[7] & 0xFF));
    }
    ByteBuffer buffer = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
    int from = version == 1 ? 10 : 12;
    long length = version == 1 ? buffer.getShort(8) & 0xFFFF : buffer.getInt(8) & 0xFFFFFFFFL;
    if (length > LONGEST) {
      throw new BadInputException(
          "%s has a header of %s bytes: expected at most %s".formatted(file, length, LONGEST));
    }
    byte[] text = bytes(channel, from, (int) length);
    if (text.length < length) {
      throw cutShort(file, from + text.length);
    }
    Charset charset = version == 3 ? UTF_8 : ISO_8859_1;
    return parse(new String(text, charset), from + length, file);
  }

  private static BadInputException cutShort(Path file, long bytes) {
    return new BadInputException(
        "%s ends within its header, after %s bytes: fetch it again".formatted(file, bytes));
  }

  private static byte[] bytes(FileChannel channel, long from, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {
      // A channel may give less than was asked for.
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private static NpyHeader parse(String text, long dataStart, Path file) {
    Map<String, String> entries = entries(text, file);
    String type = entries.get("descr");
    if (entries.get("fortran_order").equals("True")) {
      throw new BadInputException(
          "%s holds its values in Fortran order: save it again with numpy.ascontiguousarray"
              .formatted(file));
    }
    if (type.startsWith("[")) {
      throw new BadInputException(
          "%s holds records of type %s: expected plain numbers".formatted(file, type));
    }
    return new NpyHeader(
        type.substring(1, type.length() - 1), shape(entries.get("shape"), text, file), dataStart);
  }

  private static Map<String, String> entries(String text, Path file) {
    Map<String, String> entries = new HashMap<>();
    String stripped = text.strip();
    Matcher entry = ENTRY.matcher(stripped);
    int at = 1;
    while (entry.region(Math.min(at, stripped.length()), stripped.length()).lookingAt()) {
      if (entries.put(entry.group(2), entry.group(3)) != null) {
        throw unreadable(text, file);
      }
      at = entry.end();
    }
    boolean closed =
        stripped.startsWith("{")
            && at < stripped.length()
            && stripped.substring(at).strip().equals("}");
    if (!closed
        || entries.size() != 3
        || !"'\"[".contains(entries.get("descr").substring(0, 1))
        || !entries.get("fortran_order").matches("True|False")
        || !entries.get("shape").startsWith("(")) {
      throw unreadable(text, file);
    }
    return entries;
  }

  private static long[] shape(String tuple, String text, Path file) {
    String inner = tuple.substring(1, tuple.length() - 1);
    if (inner.isBlank()) {
      return new long[0];
    }
    String[] lengths = inner.strip().split(",", -1);
    boolean endsWithComma = lengths[lengths.length - 1].isBlank();
    // In Python (5) is a number and (5,) a tuple.
    if (lengths.length == 1) {
      throw unreadable(text, file);
    }
    long[] shape = new long[endsWithComma ? lengths.length - 1 : lengths.length];
    for (int i = 0; i < shape.length; i++) {
      Matcher length = LENGTH.matcher(lengths[i]);
      if (!length.matches()) {
        throw unreadable(text, file);
      }
      shape[i] = Long.parseLong(length.group(1));
    }
    return shape;
  }

  private static BadInputException unreadable(String text, Path file) {
    String shown = text.strip().replaceAll("[^\\x20-\\x7E]", "?");
    return new BadInputException(
        "%s has a header that is not a dictionary of descr, fortran_order and shape: \"%s\""
            .formatted(file, shown.length() > 120 ? shown.substring(0, 120) + "…" : shown));
  }

  /**
   * @param type NumPy's name of the element type
   * @param shape length of each axis
   * @return the bytes that {@code numpy.save} puts before such an array, in version 1.0
   */
  static byte[] bytes(String type, long... shape) {
    String lengths =
        Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
    String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }"
            .formatted(type, shape.length == 1 ? lengths + "," : lengths);
    if (shape.length > 0) {
      text += " ".repeat(GROWTH - Long.toString(shape[0]).length());
    }
    int unpadded = MAGIC.length + 4 + text.length() + 1;
    // Where nothing is missing NumPy adds a whole block.
    text += " ".repeat(ALIGNMENT - unpadded % ALIGNMENT) + "\n";
    ByteBuffer header =
        ByteBuffer.allocate(MAGIC.length + 4 + text.length()).order(ByteOrder.LITTLE_ENDIAN);
    return header
        .put(MAGIC)
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) text.length())
        .put(text.getBytes(US_ASCII))
        .array();
  }

  /** Without the array's identity, which says nothing. */
  @Override
  public String toString() {
    return type + " " + Arrays.toString(shape);
  }
}
