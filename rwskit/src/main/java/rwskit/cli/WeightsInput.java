package rwskit.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import rwskit.weights.Checkpoint;
import rwskit.weights.StateDict;

/** How the commands read weights: files of any kind, with the key of a checkpoint's state dict. */
final class WeightsInput {
  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "where in a PyTorch checkpoint the state dict stands; needed only if there are several")
  private String key;

  StateDict read(Path file) {
    return key == null ? Checkpoint.read(file) : Checkpoint.read(file, key);
  }
}
