package rwskit.corruption;

/** A Gaussian filter of standard deviation σ pixels on every channel. */
final class GaussianBlur {
  private static final double[] SIGMA = {.4, .6, .7, .8, 1};

  private GaussianBlur() {}

  static void apply(WorkingImage image, int severity, Randomness random) {
    GaussianFilter.apply(image, SIGMA[severity - 1]);
  }
}
