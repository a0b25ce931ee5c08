package rwskit.corruption;

import java.util.List;

/** Sensor noise in poor light: x + N(0, σ). */
final class GaussianNoise {
  private static final Parameters<Double> SIGMA =
      new Parameters<>(
          List.of(.04, .06, .08, .09, .10),
          List.of(.04, .08, .12, .15, .18),
          List.of(.08, .12, .18, .26, .38));

  private GaussianNoise() {}

  static void apply(WorkingImage image, Setting setting, Randomness random) {
    double[] x = image.values();
    double[] noise = image.scratch(0, x.length);
    random.normal(0, SIGMA.at(setting), noise);
    for (int i = 0; i < x.length; i++) {
      x[i] += noise[i];
    }
  }
}
