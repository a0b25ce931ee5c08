package rwskit.corruption;

import java.util.List;

/** Noise in proportion to brightness: x + x·N(0, σ). */
final class SpeckleNoise {
  private static final Parameters<Double> SIGMA =
      new Parameters<>(
          List.of(.06, .1, .12, .16, .2),
          List.of(.15, .2, .25, .3, .35),
          List.of(.15, .2, .35, .45, .6));

  private SpeckleNoise() {}

  static void apply(WorkingImage image, Setting setting, Randomness random) {
    double[] x = image.values();
    double[] noise = image.scratch(0, x.length);
    random.normal(0, SIGMA.at(setting), noise);
    for (int i = 0; i < x.length; i++) {
      x[i] += x[i] * noise[i];
    }
  }
}
