package rwskit.checkpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** PyTorch files of any content, made byte by byte. */
final class TorchFiles {
  /** The two bytes that a pickle of protocol 2 begins with. */
  static final String PROTOCOL_2 = "\u0080\u0002";

  private TorchFiles() {}

  static byte[] latin(String pickle) {
    return pickle.getBytes(ISO_8859_1);
  }

  /** A string in a pickle. */
  static String text(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return "X" + number(bytes.length) + new String(bytes, ISO_8859_1);
  }

  /** Four bytes of a number, little-endian. */
  static String number(int value) {
    byte[] bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
    return new String(bytes, ISO_8859_1);
  }

  /** A whole number in a pickle. */
  static String integer(long value) {
    byte[] bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    return "\u008a\u0008" + new String(bytes, ISO_8859_1);
  }

  /** A storage of single-precision numbers in a pickle. */
  static String storage(String key, long elements) {
    return "("
        + text("storage")
        + "ctorch\nFloatStorage\n"
        + text(key)
        + text("cpu")
        + integer(elements)
        + "tQ";
  }

  /** A tensor in a pickle; shape and stride are what stands between a tuple's mark and its end. */
  static String tensor(String storage, long offset, String shape, String stride) {
    return "ctorch._utils\n_rebuild_tensor_v2\n("
        + storage
        + integer(offset)
        + "("
        + shape
        + "t("
        + stride
        + "t\u0089}tR";
  }

  /** A checkpoint's archive with a pickle, which lacks its first two bytes, and storages 0, 1… */
  static byte[] zip(String pickle, byte[]... storages) throws IOException {
    Path file = Files.createTempFile("checkpoint", ".pth");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ZipWriter zip = new ZipWriter(channel);
      zip.add("archive/data.pkl", ByteBuffer.wrap(latin(PROTOCOL_2 + pickle)));
      for (int i = 0; i < storages.length; i++) {
        zip.add("archive/data/" + i, ByteBuffer.wrap(storages[i]));
      }
      zip.finish();
      return Files.readAllBytes(file);
    } finally {
      Files.delete(file);
    }
  }

  /** An archive whose entries are deflated. */
  static byte[] deflated(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (var entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  /** Replaces four bytes in an entry's description in the archive's directory. */
  static byte[] patched(byte[] zip, String name, int field, int value) {
    String text = new String(zip, ISO_8859_1);
    int header = text.lastIndexOf(name) - 46;
    ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).putInt(header + field, value);
    return zip;
  }

  /** A file as before PyTorch 1.6, with one storage of a given key and content. */
  static byte[] legacy(String pickle, String key, long elements, byte[] content) {
    String header =
        PROTOCOL_2
            + "\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019."
            + PROTOCOL_2
            + "M\u00e9\u0003."
            + PROTOCOL_2
            + "}"
            + text("little_endian")
            + "\u0088s.";
    String keys = PROTOCOL_2 + "]" + text(key) + "a.";
    byte[] start = latin(header + PROTOCOL_2 + pickle + keys);
    return ByteBuffer.allocate(start.length + 8 + content.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(start)
        .putLong(elements)
        .put(content)
        .array();
  }
}
