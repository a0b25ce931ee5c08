package rwskit.experiment;

import java.util.List;
import java.util.Map;
import rwskit.checkpoint.SafeTensors;
import rwskit.model.RunningStatistics;
import rwskit.signature.Patch;
import rwskit.weights.StateDict;

/**
 * What is kept for patches, in bytes. A signature's file counts whole, although a patch that takes
 * θ_c's normalisations leaves those of the signature aside.
 *
 * @param model of a full copy of the weights
 * @param signatures of a signature's file, by layers kept
 * @param statistics of the running statistics that a patch brings along; 0 without any
 * @param normalisations of what else it takes of θ_c
 */
record PatchSizes(long model, Map<Integer, Long> signatures, long statistics, long normalisations) {
  static PatchSizes of(StateDict standard, Map<Integer, Long> signatures) {
    List<String> running = standard.names().stream().filter(RunningStatistics::isRunning).toList();
    List<String> taken =
        running.isEmpty()
            ? List.of()
            : Patch.batchNormMeans(standard, List.of(standard)).names().stream()
                .filter(name -> !RunningStatistics.isRunning(name))
                .toList();
    return new PatchSizes(
        SafeTensors.size(standard, Map.of()),
        signatures,
        bytes(standard, running),
        bytes(standard, taken));
  }

  private static long bytes(StateDict standard, List<String> names) {
    return standard.only(names).elementCount() * Float.BYTES;
  }

  /** Of a patch, with all that it brings. */
  long patch(int layers) {
    return signatures.get(layers) + statistics + normalisations;
  }
}
