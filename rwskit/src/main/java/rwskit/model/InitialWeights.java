package rwskit.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** Weights to train from nothing: see {@link Network#initialWeights}. */
final class InitialWeights {
  private InitialWeights() {}

  static StateDict draw(Map<String, long[]> shapes, long seed) {
    // Not RandomStream: other draws would be other weights under the keys of stored models.
    Random random = new Random(seed);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) -> {
          if (BatchNormTensors.isCounter(name)) {
            tensors.put(name, BatchNormTensors.counter(0));
            return;
          }
          float[] values = new float[elements(shape)];
          if (shape.length > 2) {
            long kernel = elements(shape) / (shape[0] * shape[1]);
            fillNormal(values, Math.sqrt(2.0 / (shape[0] * kernel)), random);
          } else if (shape.length == 2) {
            fillNormal(values, Math.sqrt(1.0 / shape[1]), random);
          } else if (name.endsWith(".running_var")
              || (name.endsWith(".weight") && shape.length == 1)) {
            Arrays.fill(values, 1);
          }
          tensors.put(name, Tensor.of(values, shape));
        });
    return StateDict.of(tensors);
  }

  /** The same tensors, all of zeros. */
  static StateDict zeros(Map<String, long[]> shapes) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) ->
            tensors.put(
                name,
                BatchNormTensors.isCounter(name)
                    ? BatchNormTensors.counter(0)
                    : Tensor.of(new float[elements(shape)], shape)));
    return StateDict.of(tensors);
  }

  private static int elements(long[] shape) {
    return (int) Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  private static void fillNormal(float[] values, double std, Random random) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (std * random.nextGaussian());
    }
  }
}
