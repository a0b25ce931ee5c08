package rwskit.checkpoint;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import rwskit.file.BadInputException;
import rwskit.weights.DType;
import rwskit.weights.StateDict;

/**
 * A state dict as its file has it.
 *
 * @param weights with the file's names
 * @param leftOut what else was found and not made, for people
 * @param program the file, if the weights are those of a program in it
 */
record WeightsInFile(StateDict weights, List<String> leftOut, Optional<Path> program) {
  /** Weights without a program. */
  WeightsInFile(StateDict weights, List<String> leftOut) {
    this(weights, leftOut, Optional.empty());
  }

  /** The same, of a program in a file. */
  WeightsInFile ofProgram(Path file) {
    return new WeightsInFile(weights, leftOut, Optional.of(file));
  }

  /**
   * @return this
   * @throws BadInputException if there are tensors, and none of them can be read
   */
  WeightsInFile requireSome(Path file) {
    if (weights.names().isEmpty() && !weights.unreadable().isEmpty()) {
      var first = weights.unreadable().entrySet().iterator().next();
      throw new BadInputException(
          "%s: tensor %s is of type %s; only %s can be read"
              .formatted(file, first.getKey(), first.getValue(), Arrays.toString(DType.values())));
    }
    return this;
  }
}
