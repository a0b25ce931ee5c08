package rwskit.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import rwskit.file.BadInputException;
import rwskit.weights.Tensor;

/** What the fuzzer calls with the bytes of a file: they are weights, or bad input. */
public final class CheckpointFuzzer {
  private static final Path FILE = newFile();

  private CheckpointFuzzer() {}

  /**
   * @param input a file's bytes
   * @throws IOException if the disk refuses
   */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    Files.write(FILE, input);
    try {
      CheckpointContents contents = Checkpoint.open(FILE, StateDictChoice.only());
      contents.weights().tensors().values().forEach(Tensor::bytes);
      int inFile = contents.withNamesOfFile(contents.weights()).names().size();
      if (inFile < contents.weights().names().size()) {
        throw new AssertionError("two weights have one name");
      }
      Checkpoint.readMetadata(FILE);
    } catch (BadInputException refused) {
      if (!refused.getMessage().contains(FILE.toString())) {
        throw new AssertionError("the message does not name the file", refused);
      }
    }
  }

  private static Path newFile() {
    try {
      // Of its own: an index of shards may name any file beside it.
      Path folder = Files.createTempDirectory("fuzzed");
      folder.toFile().deleteOnExit();
      Path file = folder.resolve("fuzzed.pth");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
