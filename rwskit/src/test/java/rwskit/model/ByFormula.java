package rwskit.model;

import java.util.LinkedHashMap;
import java.util.Map;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** Weights and images by the rule that forward.json states, which its Python computes too. */
final class ByFormula {
  private ByFormula() {}

  /** Two images of a size, flattened. */
  static float[] images(int size) {
    float[] images = new float[2 * 3 * size * size];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) (0.5 + 0.5 * Math.sin(0.7 * i + 0.01 * Math.pow(i, 1.3)));
    }
    return images;
  }

  static StateDict weights(Network network, int seed) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    int j = 0;
    for (Map.Entry<String, long[]> entry : network.shapes().entrySet()) {
      String name = entry.getKey();
      long[] shape = entry.getValue();
      if (BatchNormTensors.isCounter(name)) {
        tensors.put(name, BatchNormTensors.counter(0));
      } else {
        int size = 1;
        for (long extent : shape) {
          size *= (int) extent;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
          double s = Math.sin(12.9898 * (i + 1) + 78.233 * (j + 1) + seed);
          values[i] = (float) scaled(name, shape, size, s);
        }
        tensors.put(name, Tensor.of(values, shape));
      }
      j++;
    }
    return StateDict.of(tensors);
  }

  private static double scaled(String name, long[] shape, int size, double s) {
    if (name.endsWith("running_var")) {
      return 1 + 0.3 * s;
    }
    if (name.endsWith("running_mean") || name.endsWith(".bias")) {
      return 0.1 * s;
    }
    return shape.length == 1 ? 1 + 0.2 * s : s * Math.sqrt(2.0 / (size / (double) shape[0]));
  }
}
