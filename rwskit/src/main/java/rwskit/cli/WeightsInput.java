package rwskit.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import rwskit.checkpoint.Checkpoint;
import rwskit.weights.StateDict;

/** How the commands read weights: files of any kind, with the key of a checkpoint's state dict. */
final class WeightsInput {
  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "where in a PyTorch checkpoint the state dict stands, for instance state_dict or, one in the"
              + " other, state.model; needed only if there are several")
  private String key;

  StateDict read(Path file) {
    return key == null ? Checkpoint.read(file) : Checkpoint.read(file, key);
  }

  /** As {@link #read}, for commands with several inputs, of which not all need have keys. */
  StateDict readOneOfSeveral(Path file) {
    return key == null ? Checkpoint.read(file) : Checkpoint.readKeyedOrBare(file, key);
  }
}
