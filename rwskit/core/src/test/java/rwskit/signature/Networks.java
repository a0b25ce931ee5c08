package rwskit.signature;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import rwskit.weights.DType;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;
import rwskit.weights.TensorBuilder;

/** Random weights of small VGG-like networks. */
final class Networks {
  private Networks() {}

  static StateDict vgg(long seed) {
    return vgg(seed, DType.F32);
  }

  static StateDict vgg(long seed, DType dtype) {
    Random random = new Random(seed);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("features.0.weight", tensor(random, dtype, 4, 3, 3, 3));
    tensors.put("features.0.bias", tensor(random, dtype, 4));
    tensors.put("features.3.weight", tensor(random, dtype, 8, 4, 3, 3));
    tensors.put("features.3.bias", tensor(random, dtype, 8));
    tensors.put("classifier.weight", tensor(random, dtype, 2, 8));
    return StateDict.of(tensors);
  }

  static Tensor tensor(Random random, DType dtype, long... shape) {
    int size = 1;
    for (long extent : shape) {
      size *= (int) extent;
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    TensorBuilder builder = new TensorBuilder(dtype, shape);
    builder.put(0, values, 0, size);
    return builder.build();
  }
}
