package rwskit.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import rwskit.file.BadInputException;
import rwskit.file.FirstFew;
import rwskit.weights.DType;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * Whether weights are those that a network takes.
 *
 * @param network whose they should be
 * @param shapes its tensors'
 */
record WeightsFit(Network network, Map<String, long[]> shapes) {
  /**
   * @throws BadInputException if a name, shape or type differs; the message lists the first, or
   *     says which other architecture the weights' convolutions are those of
   */
  void require(StateDict weights) {
    List<String> differences = differences(weights);
    if (!differences.isEmpty()) {
      throw new BadInputException(
          "the weights do not fit %s: %s"
              .formatted(network, another(weights).orElse(FirstFew.of(differences, "; "))));
    }
  }

  private List<String> differences(StateDict weights) {
    Map<String, Tensor> constants = network.constants();
    List<String> differences = new ArrayList<>();
    shapes.forEach(
        (name, shape) -> {
          DType dtype = BatchNormTensors.isCounter(name) ? DType.I64 : DType.F32;
          if (!weights.contains(name)) {
            differences.add(
                weights.unreadable().containsKey(name)
                    ? "%s is of type %s, which cannot be read"
                        .formatted(name, weights.unreadable().get(name))
                    : name + " is missing");
          } else if (constants.containsKey(name)) {
            if (!weights.get(name).equals(constants.get(name))) {
              differences.add(name + " is a constant of the program, and differs");
            }
          } else if (weights.get(name).dtype() != dtype
              || !Arrays.equals(weights.get(name).shape(), shape)) {
            differences.add(
                "%s is %s instead of %s%s"
                    .formatted(name, weights.get(name), dtype, Arrays.toString(shape)));
          }
        });
    weights.names().stream()
        .filter(name -> !shapes.containsKey(name))
        .forEach(name -> differences.add(name + " is not one of its tensors"));
    return differences;
  }

  /** Whose weights they are, if not this network's. */
  private Optional<String> another(StateDict weights) {
    Set<Architecture> found = Architecture.of(weights);
    return found.isEmpty() || network.architecture().filter(found::contains).isPresent()
        ? Optional.empty()
        : Optional.of("they look like those of " + found.iterator().next().torchName());
  }
}
