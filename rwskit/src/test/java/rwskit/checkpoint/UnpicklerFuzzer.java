package rwskit.checkpoint;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import rwskit.file.BadInputException;

/** What the fuzzer calls with the bytes of a pickle, with no archive around it to get right. */
public final class UnpicklerFuzzer {
  private static final Path FILE = Path.of("fuzzed.pth");

  private UnpicklerFuzzer() {}

  /**
   * @param input a pickle's bytes
   */
  public static void fuzzerTestOneInput(byte[] input) {
    readOrRefuse(
        () -> {
          Object root = new Unpickler(FILE, ByteBuffer.wrap(input)).read();
          TorchStateDict.find(FILE, root, TorchStateDict::only);
          TorchStateDict.find(FILE, root, checkpoint -> checkpoint.underOrBare("a.0"));
        });
    NumpyGlobals arrays = new NumpyGlobals(FILE, input.length);
    readOrRefuse(() -> new Unpickler(FILE, ByteBuffer.wrap(input), arrays).read());
  }

  private static void readOrRefuse(Runnable reading) {
    try {
      reading.run();
    } catch (BadInputException refused) {
      if (!refused.getMessage().contains(FILE.toString())) {
        throw new AssertionError("the message does not name the file", refused);
      }
    }
  }
}
