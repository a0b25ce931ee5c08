package rwskit.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import rwskit.file.BadInputException;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** What the fuzzer calls with the bytes of an index of shards, two of which lie beside it. */
public final class ShardIndexFuzzer {
  private static final Path FOLDER = newFolder();
  private static final Path INDEX = FOLDER.resolve("m.index.json");

  private ShardIndexFuzzer() {}

  /**
   * @param input a file's bytes
   * @throws IOException if the disk refuses
   */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    Files.write(INDEX, input);
    for (Path shard : Checkpoint.shards(FOLDER)) {
      if (!shard.normalize().startsWith(FOLDER)) {
        throw new AssertionError(shard + " is outside of the index's folder");
      }
    }
    try {
      Checkpoint.read(FOLDER).tensors().values().forEach(Tensor::bytes);
    } catch (BadInputException refused) {
      if (!refused.getMessage().contains(FOLDER.toString())) {
        throw new AssertionError("the message does not name the file", refused);
      }
    }
  }

  private static Path newFolder() {
    try {
      Path folder = Files.createTempDirectory("fuzzed");
      StateDict shard = StateDict.of(Map.of("a", Tensor.of(new float[] {1}, 1)));
      for (String name : new String[] {"1.bin", "2.safetensors"}) {
        Checkpoint.write(folder.resolve(name), shard, Map.of());
        folder.resolve(name).toFile().deleteOnExit();
      }
      folder.resolve("m.index.json").toFile().deleteOnExit();
      return folder.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
