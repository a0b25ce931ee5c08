package rwskit.corruption;

import java.util.List;

/** A Gaussian filter of standard deviation σ pixels on every channel. */
final class GaussianBlur {
  private static final Parameters<Double> SIGMA =
      new Parameters<>(
          List.of(.4, .6, .7, .8, 1.),
          List.of(.5, .75, 1., 1.25, 1.5),
          List.of(1., 2., 3., 4., 6.));

  private GaussianBlur() {}

  static void apply(WorkingImage image, Setting setting, Randomness random) {
    GaussianFilter.apply(image, SIGMA.at(setting));
  }
}
