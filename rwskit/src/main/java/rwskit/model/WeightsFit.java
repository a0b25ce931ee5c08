package rwskit.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import rwskit.weights.DType;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * Whether weights are those that a network takes.
 *
 * @param shapes its tensors'
 * @param constants those of its tensors that always have the same elements
 */
record WeightsFit(Map<String, long[]> shapes, Map<String, Tensor> constants) {
  /**
   * @return what differs in name, shape, type or, of a constant, value; empty if the weights fit
   */
  List<String> differences(StateDict weights) {
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
}
