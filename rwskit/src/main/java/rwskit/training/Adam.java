package rwskit.training;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Adam as {@code torch.optim.Adam} does it without weight decay (D. Kingma and J. Ba, "Adam: A
 * Method for Stochastic Optimization", ICLR 2015, algorithm 1), with β of .9 and .999, for few
 * numbers.
 */
final class Adam {
  private static final double FIRST = .9;
  private static final double SECOND = .999;
  private static final double EPSILON = 1e-8;

  private final double rate;
  private final Map<String, double[]> first = new LinkedHashMap<>();
  private final Map<String, double[]> second = new LinkedHashMap<>();
  private int steps;

  Adam(double rate) {
    this.rate = rate;
  }

  /** The values after a step. */
  Map<String, float[]> step(Map<String, float[]> values, Map<String, float[]> gradients) {
    steps++;
    double one = 1 - Math.pow(FIRST, steps);
    double two = 1 - Math.pow(SECOND, steps);
    Map<String, float[]> next = new LinkedHashMap<>();
    values.forEach(
        (name, before) -> {
          float[] gradient = gradients.get(name);
          double[] m = first.computeIfAbsent(name, any -> new double[before.length]);
          double[] v = second.computeIfAbsent(name, any -> new double[before.length]);
          float[] after = new float[before.length];
          for (int i = 0; i < after.length; i++) {
            m[i] = FIRST * m[i] + (1 - FIRST) * gradient[i];
            v[i] = SECOND * v[i] + (1 - SECOND) * gradient[i] * gradient[i];
            after[i] =
                (float) (before[i] - rate * (m[i] / one) / (Math.sqrt(v[i] / two) + EPSILON));
          }
          next.put(name, after);
        });
    return next;
  }
}
