package rwskit.checkpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import rwskit.file.AtomicFile;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * Writes state dicts as {@code torch.save} does since PyTorch 1.6: a pickle of protocol 2, then one
 * storage a tensor, all stored uncompressed in a zip archive and each aligned to 64 bytes.
 */
final class TorchWriter {
  /** All entries lie in one folder; PyTorch takes whatever it is called. */
  private static final String FOLDER = "archive/";

  /** The version of the format that PyTorch writes since 1.6. */
  private static final String VERSION = "3\n";

  private static final List<String> ENDINGS = List.of(".pt", ".pth", ".pth.tar", ".bin", ".ckpt");

  private TorchWriter() {}

  /** Whether a file's name ends as those of PyTorch's do. */
  static boolean isNamedSo(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(name::endsWith);
  }

  static void write(Path file, StateDict weights, Map<String, String> metadata) {
    AtomicFile.write(file, channel -> write(channel, weights, metadata));
  }

  private static void write(FileChannel channel, StateDict weights, Map<String, String> metadata)
      throws IOException {
    ZipWriter zip = new ZipWriter(channel);
    zip.add(FOLDER + "data.pkl", StateDictPickle.encode(weights));
    zip.add(FOLDER + "byteorder", ascii("little"));
    int key = 0;
    for (Tensor tensor : weights.tensors().values()) {
      zip.add(FOLDER + "data/" + key++, tensor.bytes());
    }
    zip.add(FOLDER + "version", ascii(VERSION));
    if (!metadata.isEmpty()) {
      zip.add(FOLDER + TorchNotes.ENTRY, ByteBuffer.wrap(TorchNotes.encode(metadata)));
    }
    zip.finish();
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(US_ASCII));
  }
}
