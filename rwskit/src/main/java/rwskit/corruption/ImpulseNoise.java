package rwskit.corruption;

import java.util.List;

/**
 * Salt and pepper: each value is replaced with probability p, by 1 or 0 with probability ½ each.
 */
final class ImpulseNoise {
  private static final Parameters<Double> P =
      new Parameters<>(
          List.of(.01, .02, .03, .05, .07),
          List.of(.01, .02, .05, .08, .14),
          List.of(.03, .06, .09, .17, .27));

  private ImpulseNoise() {}

  static void apply(WorkingImage image, Setting setting, Randomness random) {
    double[] x = image.values();
    double[] replaced = image.scratch(0, x.length);
    double[] salt = image.scratch(1, x.length);
    random.uniform(0, 1, replaced);
    random.uniform(0, 1, salt);
    double p = P.at(setting);
    for (int i = 0; i < x.length; i++) {
      if (replaced[i] <= p) {
        x[i] = salt[i] <= .5 ? 1 : 0;
      }
    }
  }
}
