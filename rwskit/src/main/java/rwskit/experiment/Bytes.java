package rwskit.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import rwskit.checkpoint.SafeTensors;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;

/** What weights take on disk: the size of a file that is written, and removed again. */
final class Bytes {
  private Bytes() {}

  static long of(StateDict weights) {
    return written(file -> SafeTensors.write(file, weights, Map.of()));
  }

  static long of(Signature signature) {
    return written(signature::write);
  }

  /** By number of first layers. */
  static Map<Integer, Long> ofSignatures(Signature signature, List<Integer> layers) {
    Map<Integer, Long> bytes = new LinkedHashMap<>();
    layers.forEach(count -> bytes.put(count, of(signature.firstLayers(count))));
    return bytes;
  }

  private static long written(Consumer<Path> write) {
    try {
      Path file = Files.createTempFile("weights", ".safetensors");
      try {
        write.accept(file);
        return Files.size(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a file to see its size", e);
    }
  }
}
