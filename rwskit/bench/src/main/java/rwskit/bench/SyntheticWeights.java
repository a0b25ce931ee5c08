package rwskit.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** Weights that are drawn, where no measurement depends on their values. */
final class SyntheticWeights {
  private SyntheticWeights() {}

  static StateDict draw(Map<String, long[]> shapes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) -> {
          int size = 1;
          for (long extent : shape) {
            size *= (int) extent;
          }
          float[] values = new float[size];
          for (int i = 0; i < size; i++) {
            values[i] = (float) (random.nextDouble() - 0.5) * 0.1f;
          }
          tensors.put(name, Tensor.of(values, shape));
        });
    return StateDict.of(tensors);
  }
}
