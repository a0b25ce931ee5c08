package rwskit.checkpoint;

import java.nio.file.Path;
import java.util.Map;
import rwskit.weights.StateDict;

/** Writes bare weights in the form that the file's name asks for. */
final class WeightsFile {
  private WeightsFile() {}

  static void write(Path file, StateDict weights, Map<String, String> metadata) {
    if (TorchWriter.isNamedSo(file)) {
      TorchWriter.write(file, weights, metadata);
    } else {
      SafeTensors.requireName(file);
      SafeTensors.write(file, weights, metadata);
    }
  }
}
