package rwskit.corrupted;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The arrays of a NumPy {@code .npz} file, as doubles whatever their type. */
public record NpzFile(Map<String, Array> arrays) {
  private static final Pattern HEADER =
      Pattern.compile("'descr': '([^']+)', 'fortran_order': False, 'shape': \\(([^)]*)\\)");

  /** One array in C order. */
  public record Array(int[] shape, double[] values) {}

  public static NpzFile read(Path file) throws IOException {
    Map<String, Array> arrays = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        arrays.put(entry.getName().replaceFirst("\\.npy$", ""), array(zip.readAllBytes()));
      }
    }
    return new NpzFile(arrays);
  }

  public Array get(String name) {
    return arrays.get(name);
  }

  private static Array array(byte[] npy) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN);
    int headerLength = buffer.getShort(8);
    Matcher header = HEADER.matcher(new String(npy, 10, headerLength, ISO_8859_1));
    if (!header.find()) {
      throw new IOException("not an array in C order");
    }
    int[] shape =
        Arrays.stream(header.group(2).split(","))
            .map(String::strip)
            .filter(size -> !size.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    double[] values = new double[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    buffer.position(10 + headerLength);
    for (int i = 0; i < values.length; i++) {
      values[i] = next(buffer, header.group(1));
    }
    return new Array(shape, values);
  }

  private static double next(ByteBuffer buffer, String type) throws IOException {
    return switch (type) {
      case "|u1" -> buffer.get() & 0xFF;
      case "|i1" -> buffer.get();
      case "<i4" -> buffer.getInt();
      case "<f4" -> buffer.getFloat();
      case "<f8" -> buffer.getDouble();
      case "<i8" -> buffer.getLong();
      default -> throw new IOException("no reader for values of type " + type);
    };
  }
}
