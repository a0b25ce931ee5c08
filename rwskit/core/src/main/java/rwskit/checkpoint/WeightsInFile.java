package rwskit.checkpoint;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import rwskit.file.BadInputException;
import rwskit.weights.DType;
import rwskit.weights.StateDict;

/**
 * A state dict as its file has it.
 *
 * @param weights with the file's names
 * @param leftOut what else was found and not made, for people
 */
record WeightsInFile(StateDict weights, List<String> leftOut) {
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
