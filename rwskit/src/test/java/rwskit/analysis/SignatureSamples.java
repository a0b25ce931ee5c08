package rwskit.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import rwskit.corruption.Corruption;
import rwskit.random.RandomStream;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** Made-up signatures: each has a part of its family, one of its corruption and one of its own. */
final class SignatureSamples {
  static final int SIZE = 600;

  private SignatureSamples() {}

  static List<SignatureSample> of(double family, double corruption, double own, long... seeds) {
    List<SignatureSample> samples = new ArrayList<>();
    for (long seed : seeds) {
      for (Corruption one : Corruption.values()) {
        float[] values = new float[SIZE];
        add(values, family, RandomStream.of(1, one.family().ordinal()));
        add(values, corruption, RandomStream.of(2, one.ordinal()));
        add(values, own, RandomStream.of(3, one.ordinal(), seed));
        samples.add(new SignatureSample("made up", one, 5, seed, vector(values)));
      }
    }
    return samples;
  }

  static WeightVector vector(float... values) {
    StateDict zero = StateDict.of(Map.of("w", Tensor.of(new float[values.length], values.length)));
    StateDict end = StateDict.of(Map.of("w", Tensor.of(values, values.length)));
    return WeightVector.difference(zero, end, List.of("w"));
  }

  private static void add(float[] values, double share, RandomStream random) {
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) (share * random.nextGaussian());
    }
  }
}
