package rwskit.corruption;

/** Sensor noise in poor light: x + N(0, σ). */
final class GaussianNoise {
  private static final double[] SIGMA = {.04, .06, .08, .09, .10};

  private GaussianNoise() {}

  static void apply(WorkingImage image, int severity, Randomness random) {
    double[] x = image.values();
    double[] noise = image.scratch(0, x.length);
    random.normal(0, SIGMA[severity - 1], noise);
    for (int i = 0; i < x.length; i++) {
      x[i] += noise[i];
    }
  }
}
