package rwskit.corruption;

import java.util.List;

/**
 * The camera moves: ImageMagick's motion blur along an angle from −45 to 45 degrees. Parameters are
 * radius and σ in pixels.
 */
final class MotionBlur {
  private static final Parameters<MotionFilter> FILTER =
      new Parameters<>(
          List.of(
              MotionFilter.of(6, 1),
              MotionFilter.of(6, 1.5),
              MotionFilter.of(6, 2),
              MotionFilter.of(8, 2),
              MotionFilter.of(9, 2.5)),
          List.of(
              MotionFilter.of(10, 1),
              MotionFilter.of(10, 1.5),
              MotionFilter.of(10, 2),
              MotionFilter.of(10, 2.5),
              MotionFilter.of(12, 3)),
          List.of(
              MotionFilter.of(10, 3),
              MotionFilter.of(15, 5),
              MotionFilter.of(15, 8),
              MotionFilter.of(15, 12),
              MotionFilter.of(20, 15)));

  private MotionBlur() {}

  static void apply(WorkingImage image, Setting setting, Randomness random) {
    double[] x = image.values();
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.rint(x[i] * 255);
    }
    double degrees = random.uniform(-45, 45);
    FILTER.at(setting).apply(x, image.channels(), degrees, image, 0);
    for (int i = 0; i < x.length; i++) {
      x[i] /= 255;
    }
  }
}
